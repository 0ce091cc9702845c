internal import DequeModule
internal import SwpipeCore

/// The elements that a transform works on at once, by ticket: each is worked on, or put off until its next
/// try.
struct TicketsInHand {
  /// An element that the transform has.
  struct Hand {
    /// The element alone.
    let segment: Segment
    /// Its tries so far.
    var made = FailedAttempts.Made()
  }

  private struct PutOff {
    var hand: Hand
    /// When it is to be tried again.
    let due: Int64
  }

  /// Whether a slice is one element, because each may have to wait for its next try.
  private let isSingle: Bool
  private var working: [Int: Hand] = [:]
  private var putOff: [Int: PutOff] = [:]
  /// All of them in the order in which they were taken; nil where they are handed on in any order.
  private var sequence: Deque<Int>?

  init(isOrdered: Bool, isSingle: Bool) {
    self.isSingle = isSingle
    sequence = isOrdered ? Deque() : nil
  }

  var count: Int { working.count + putOff.count }
  var isEmpty: Bool { working.isEmpty && putOff.isEmpty }

  /// The one that is to be handed on next; nil where the order does not matter.
  var first: Int? { sequence?.first }

  /// Whether an element may be handed on now, because none before it has to be.
  func isNext(_ ticket: Int) -> Bool { sequence?.first.map { $0 == ticket } ?? true }

  /// An element that is worked on.
  subscript(_ ticket: Int) -> Hand? { working[ticket] }

  /// Elements were taken on with tickets that count up from `ticket`.
  mutating func take(_ segment: Segment, from ticket: Int) {
    var rest = segment
    for ticket in ticket..<ticket + segment.count {
      working[ticket] = Hand(segment: rest.removeFirst(1))
      sequence?.append(ticket)
    }
  }

  /// How many of the answered elements, from the one at `start` on, stand together in a batch and in their
  /// queue, so that they can be one slice.
  func runLength(at start: Int, in ready: [Int]) -> Int {
    guard !isSingle, let first = working[ready[start]]?.segment else { return 1 }
    var count = 1
    while start + count < ready.endIndex, ready[start + count] == ready[start] + count,
      let next = working[ready[start + count]]?.segment,
      next.batch === first.batch, next.range.lowerBound == first.range.lowerBound + count,
      next.arrival == first.arrival + Int64(count)
    {
      count += 1
    }
    return count
  }

  /// An element is handed on, or its last try has failed.
  mutating func finish(_ ticket: Int) {
    working[ticket] = nil
    if sequence?.first == ticket { sequence?.removeFirst() }
  }

  // MARK: Trying again

  /// An element waits for its next try, so many nanoseconds from now.
  mutating func putOff(
    _ ticket: Int,
    _ made: FailedAttempts.Made,
    for nanoseconds: Int64,
    now: Int64
  ) {
    guard var hand = working.removeValue(forKey: ticket) else { return }
    hand.made = made
    let (due, isNever) = now.addingReportingOverflow(nanoseconds)
    putOff[ticket] = PutOff(hand: hand, due: isNever ? .max : due)
  }

  /// When the next one is to be tried again.
  var nextDue: Int64? { putOff.values.lazy.map(\.due).min() }

  /// Takes up those again whose time has come; their tickets, in order.
  mutating func takeUpDue(now: Int64) -> [Int] {
    guard !putOff.isEmpty else { return [] }
    let due = putOff.filter { $0.value.due <= now }
    for (ticket, element) in due {
      putOff[ticket] = nil
      working[ticket] = element.hand
    }
    return due.keys.sorted()
  }

  /// Lets go of all; their tickets, in order.
  mutating func removeAll() -> [Int] {
    defer {
      working = [:]
      putOff = [:]
      sequence?.removeAll()
    }
    return (Array(working.keys) + Array(putOff.keys)).sorted()
  }
}

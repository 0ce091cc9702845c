internal import DequeModule
internal import SwpipeCore

/// The loop of a worker whose transform works on several elements at once: takes elements on while there
/// is room, and makes slices of those that are answered; till the end.
///
/// So the transform has as many at hand as it can work on, however they came and however long one of them
/// takes. An ordered stage hands them on in the order in which they were taken.
final class ConcurrentWorker {
  /// An element that the transform has.
  private struct Hand {
    /// The element alone.
    let segment: Segment
    var made = FailedAttempts.Made()
    /// When it is to be tried again; nil while it is worked on.
    var due: Int64?
  }

  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let runner: StageRunner
  private let transform: any ConcurrentTransform
  private let concurrency: Int
  private let isOrdered: Bool
  /// Whether a slice is one element, because each may have to wait for its next try.
  private let isSingle: Bool
  private let bell: Bell
  /// By ticket.
  private var hands: [Int: Hand] = [:]
  /// The tickets in hand, in order, and of an ordered stage alone.
  private var sequence = Deque<Int>()
  private var putOff: Set<Int> = []
  /// Whether the bell rings when there is something to take.
  private var isRegistered = false
  private var hasEnded = false

  init(
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    transform: any ConcurrentTransform,
    concurrency: Int
  ) throws(RunFailure) {
    self.queue = queue
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.transform = transform
    self.concurrency = concurrency
    isOrdered = runner.plan.isOrdered
    isSingle = runner.plan.onError.retry != nil
    bell = try Bell()
  }

  /// Runs to the end.
  func run() {
    while true {
      takeOn()
      if lane.control.isStopped || isClosed { drop() }
      if hands.isEmpty {
        if hasEnded { break }
        if isRegistered { bell.wait() }
        continue
      }
      retryDue()
      let ready = answered()
      // Whoever works below, and may wait there, hears no bell.
      if !ready.isEmpty { withdraw() }
      var next = ready.startIndex
      while next < ready.endIndex, !lane.control.isStopped {
        let count = length(ofRunAt: next, in: ready)
        // Where there was no room for all of them, the rest is next.
        next += work(from: ready[next], count: count)
      }
    }
    lane.end()
  }

  // MARK: Taking

  /// Takes as many elements as there is room for; has the bell rung where there are none.
  private func takeOn() {
    if bell.hear() {
      isRegistered = false
      // Somebody else may have room for what it rang for.
      if hands.count >= concurrency { queue.withdrawConsumer(bell) }
    }
    while hands.count < concurrency, !hasEnded {
      switch queue.attemptTake(upTo: concurrency - hands.count, leasing: false) {
      case .segment(let segment): submit(segment)
      case .ended, .cancelled: hasEnded = true
      case .wait:
        if isRegistered { return }
        isRegistered = queue.registerConsumer(
          .bell(bell),
          holdingSince: hands.isEmpty ? nil : Clock.now
        )
      }
    }
    // With no room it has no use for a wake-up.
    withdraw()
  }

  private func withdraw() {
    guard isRegistered else { return }
    isRegistered = false
    queue.withdrawConsumer(bell)
    _ = bell.hear()
  }

  private func submit(_ segment: Segment) {
    counters.take(segment.count)
    var ticket = transform.submit(segment.batch, segment.range, bell: bell.descriptor)
    var rest = segment
    while rest.count > 0 {
      hands[ticket] = Hand(segment: rest.removeFirst(1))
      if isOrdered { sequence.append(ticket) }
      ticket += 1
    }
  }

  /// The tickets of elements to hand on, in order.
  private func answered() -> [Int] {
    let started = Clock.now
    defer { counters.work(since: started) }
    return transform.answered(
      first: sequence.first,
      until: putOff.compactMap { hands[$0]?.due }.min()
    )
  }

  /// How many of the answered elements, from one on, stand together and can be one slice.
  private func length(ofRunAt start: Int, in ready: [Int]) -> Int {
    guard !isSingle, let first = hands[ready[start]]?.segment else { return 1 }
    var count = 1
    while start + count < ready.endIndex, ready[start + count] == ready[start] + count,
      let next = hands[ready[start + count]]?.segment,
      next.batch === first.batch, next.range.lowerBound == first.range.lowerBound + count,
      next.arrival == first.arrival + Int64(count)
    {
      count += 1
    }
    return count
  }

  // MARK: Handing on

  /// Makes a slice of so many elements at most, which stand together, and hands on what they give; how
  /// many those were.
  private func work(from ticket: Int, count: Int) -> Int {
    guard let hand = hands[ticket] else { return count }
    // In an ordered stage those behind a gap wait until it is closed.
    if isOrdered, sequence.first != ticket { return count }
    let count = lane.delivery.reserve(count)
    let start = hand.segment.range.lowerBound
    lane.delivery.beginSlice(arrival: hand.segment.arrival)
    runner.begin(hand.segment.batch, start..<start + count, ticket: ticket)
    runner.resume(hand.made)
    var done = 0
    while true {
      let step = runner.step()
      // Before the next step, which would try again what has failed.
      while start + done < runner.position { finish(ticket + done, &done) }
      switch step {
      case .more:
        // What it is to give next is waited for; others may come meanwhile.
        takeOn()
      case .wait(let nanoseconds):
        putOff(ticket, for: nanoseconds)
        return count
      case .done, .givenUp:
        while done < count { finish(ticket + done, &done) }
        lane.delivery.endSlice(count: count)
        return count
      }
    }
  }

  private func finish(_ ticket: Int, _ done: inout Int) {
    hands[ticket] = nil
    if isOrdered { sequence.removeFirst() }
    transform.finish(ticket)
    done += 1
  }

  // MARK: Trying again

  /// Waits with the next try of an element, and meanwhile works on the others.
  private func putOff(_ ticket: Int, for nanoseconds: Int64) {
    let made = runner.setAside()
    lane.delivery.releaseReserved()
    let (due, isNever) = Clock.now.addingReportingOverflow(nanoseconds)
    hands[ticket]?.made = made
    hands[ticket]?.due = isNever ? .max : due
    putOff.insert(ticket)
    transform.putOff(ticket)
  }

  private func retryDue() {
    guard !putOff.isEmpty else { return }
    let now = Clock.now
    for ticket in putOff where (hands[ticket]?.due ?? 0) <= now {
      putOff.remove(ticket)
      hands[ticket]?.due = nil
      transform.retry(ticket)
    }
  }

  // MARK: The end

  /// Whether nobody wants what the elements would give.
  private var isClosed: Bool { runner.isExhausted || lane.isClosed }

  /// Gives up what is in hand, because the run stops or nobody wants more.
  private func drop() {
    if !lane.control.isStopped { lane.control.laneClosed(lane.unit) }
    guard !hands.isEmpty else { return }
    counters.settle(hands.count, as: .dropped(isStopped: lane.control.isEnding))
    for ticket in hands.keys.sorted() { transform.finish(ticket) }
    hands = [:]
    sequence.removeAll()
    putOff = []
  }
}

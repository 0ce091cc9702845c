internal import SwpipeCore

/// Where the elements are that a worker has taken: not sent, with the process, or answered.
///
/// Each has a ticket, a number that counts up in the order in which they were taken. What is kept is of those
/// at hand alone, however long the oldest of them stays.
struct ElementsAtHand {
  /// So many processes may die with an element in their hands; then it fails.
  static let mostDeaths = 2

  private enum Place: UInt8 {
    case unsent
    case open
    case answered
    /// It failed and waits for its next try.
    case putOff
    /// Nobody wants more of it.
    case gone
  }

  /// Elements that were sent with ids in a row.
  private struct Run {
    var id: UInt64
    var tickets: Range<Int>
  }

  /// Elements that stand together in a batch, some of which are at hand.
  private struct Stretch {
    let batch: Batch
    let tickets: Range<Int>
    /// What a ticket is more than the position in the batch.
    let offset: Int
    var places: [Place]
    /// How many are at hand.
    var count: Int
  }

  /// In the order of their tickets.
  private var stretches: [Stretch] = []
  private var next = 0
  /// How many are at hand.
  private(set) var count = 0
  /// How often a process died with each, kept only once one has.
  private var deaths: [Int: Int] = [:]
  private var runs: [Run] = []
  /// No element before it is unsent.
  private var firstUnsent = 0
  /// How many are with the process.
  private(set) var openCount = 0
  /// Elements before it are sent alone, because a process died with them.
  private var suspectEnd = 0
  /// Behind the last one that was ever sent.
  private(set) var touchedEnd = 0

  /// So many runs may be of none at hand before they are looked through.
  private static let mostRuns = 64

  /// From the first stretch that is at hand to the last; some in between may be gone.
  var tickets: Range<Int> { (stretches.first?.tickets.lowerBound ?? next)..<next }

  // MARK: Coming and going

  /// Takes on elements, none of which is sent; the ticket of the first.
  mutating func add(_ batch: Batch, _ range: Range<Int>) -> Int {
    let first = next
    next += range.count
    stretches.append(
      Stretch(
        batch: batch,
        tickets: first..<next,
        offset: first - range.lowerBound,
        places: Array(repeating: .unsent, count: range.count),
        count: range.count
      )
    )
    count += range.count
    return first
  }

  /// Forgets all of them.
  mutating func removeAll() {
    stretches.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    deaths = [:]
    count = 0
    firstUnsent = next
    touchedEnd = next
    suspectEnd = next
    openCount = 0
  }

  /// An element is done with, answered or not.
  mutating func remove(_ ticket: Int) {
    guard let index = stretch(of: ticket), place(ticket) != .gone else { return }
    if place(ticket) == .open { openCount -= 1 }
    setPlace(ticket, .gone)
    deaths[ticket] = nil
    count -= 1
    stretches[index].count -= 1
    if stretches[index].count == 0 { stretches.remove(at: index) }
    if runs.count > ElementsAtHand.mostRuns + 2 * count {
      runs = runs.filter { hasAny(in: $0.tickets) }
    }
  }

  /// Calls `body` with a view of the elements that stand together with one, and with what tickets are
  /// more than positions there.
  func withStretch<Value>(
    of ticket: Int,
    _ body: (_ slice: borrowing Slice, _ offset: Int) -> Value
  ) -> Value {
    guard let index = stretch(of: ticket) else {
      preconditionFailure("the ticket \(ticket) is of no element at hand")
    }
    let stretch = stretches[index]
    let tickets = stretch.tickets
    let positions = tickets.lowerBound - stretch.offset..<tickets.upperBound - stretch.offset
    return withExtendedLifetime(stretch.batch) {
      body(Slice(stretch.batch, positions), stretch.offset)
    }
  }

  // MARK: To the process

  /// The next elements to send, all in a row and of one batch, at most so many; nil where there are none.
  ///
  /// Those before `head` are not sent any more; `end` is where they end by now. Unless `singly`, those
  /// that fit are not sent one by one, so that the frames are worth their while.
  mutating func nextToSend(head: Int, end: Int, window: Int, singly: Bool = false) -> Range<Int>? {
    let allowed = hasSuspects(from: head) ? 1 : window
    guard openCount == 0 || openCount <= (singly ? allowed - 1 : allowed / 2) else { return nil }
    guard let first = nextUnsent(from: max(firstUnsent, head), to: end),
      let index = stretch(of: first)
    else {
      return nil
    }
    firstUnsent = first
    let limit = min(end, first + allowed - openCount, stretches[index].tickets.upperBound)
    var last = first + 1
    while last < limit, place(last) == .unsent, last < suspectEnd || first >= suspectEnd {
      last += 1
    }
    return first..<last
  }

  private func nextUnsent(from start: Int, to end: Int) -> Int? {
    for stretch in stretches[firstStretch(endingAfter: start)...] {
      for ticket in stretch.tickets where ticket >= start {
        if ticket >= end { return nil }
        if stretch.places[ticket - stretch.tickets.lowerBound] == .unsent { return ticket }
      }
    }
    return nil
  }

  /// Whether an element that a process died with has no answer yet.
  private func hasSuspects(from head: Int) -> Bool {
    guard head < suspectEnd else { return false }
    return stretches.contains { stretch in
      stretch.tickets.contains { ticket in
        let place = stretch.places[ticket - stretch.tickets.lowerBound]
        return ticket >= head && ticket < suspectEnd && (place == .unsent || place == .open)
      }
    }
  }

  /// These were sent with ids that count up from `id`.
  mutating func noteSent(_ sent: Range<Int>, id: UInt64) {
    for ticket in sent { setPlace(ticket, .open) }
    if let last = runs.indices.last, runs[last].tickets.upperBound == sent.lowerBound,
      runs[last].id &+ UInt64(runs[last].tickets.count) == id
    {
      runs[last].tickets = runs[last].tickets.lowerBound..<sent.upperBound
    } else {
      runs.append(Run(id: id, tickets: sent))
    }
    openCount += sent.count
    touchedEnd = max(touchedEnd, sent.upperBound)
  }

  /// An element cannot be sent.
  mutating func noteRefused(_ ticket: Int) {
    setPlace(ticket, .answered)
    touchedEnd = max(touchedEnd, ticket + 1)
  }

  // MARK: From the process

  /// The element with an id, if it is with the process.
  func ticket(of id: UInt64) -> Int? {
    for run in runs.reversed() where id >= run.id && id - run.id < UInt64(run.tickets.count) {
      let ticket = run.tickets.lowerBound + Int(id - run.id)
      // One that was sent again has another id by now.
      return place(ticket) == .open && self.id(of: ticket) == id ? ticket : nil
    }
    return nil
  }

  /// The element with an id that had its answer already, if it is still at hand.
  func answeredTicket(of id: UInt64) -> Int? {
    for run in runs.reversed() where id >= run.id && id - run.id < UInt64(run.tickets.count) {
      let ticket = run.tickets.lowerBound + Int(id - run.id)
      return place(ticket) == .answered ? ticket : nil
    }
    return nil
  }

  /// The id that an element was sent with last.
  func id(of ticket: Int) -> UInt64? {
    guard let run = runs.last(where: { $0.tickets.contains(ticket) }) else { return nil }
    return run.id + UInt64(ticket - run.tickets.lowerBound)
  }

  /// An element was answered.
  mutating func noteAnswered(_ ticket: Int) {
    setPlace(ticket, .answered)
    openCount -= 1
  }

  /// An element is to be sent again.
  mutating func retry(_ ticket: Int) {
    setPlace(ticket, .unsent)
    firstUnsent = min(firstUnsent, ticket)
  }

  /// An element that is to be sent again is to wait until `retry` is called for it once more.
  mutating func putOff(_ ticket: Int) {
    setPlace(ticket, .putOff)
  }

  /// The elements that are with the process.
  var open: [Int] {
    guard openCount > 0 else { return [] }
    return stretches.flatMap { stretch in
      stretch.tickets.filter { stretch.places[$0 - stretch.tickets.lowerBound] == .open }
    }
  }

  /// The process is gone: those with it are to be sent again, and each alone where it may be to blame.
  ///
  /// Returns those that were with two such processes.
  mutating func noteDeath(isBlamed: Bool) -> [Int] {
    var lost: [Int] = []
    for ticket in open {
      retry(ticket)
      guard isBlamed else { continue }
      deaths[ticket, default: 0] += 1
      suspectEnd = max(suspectEnd, ticket + 1)
      if deaths[ticket, default: 0] >= Self.mostDeaths {
        setPlace(ticket, .answered)
        deaths[ticket] = nil
        lost.append(ticket)
      }
    }
    runs.removeAll(keepingCapacity: true)
    openCount = 0
    return lost
  }

  // MARK: Places

  /// The index of the first stretch with a ticket from one on.
  private func firstStretch(endingAfter ticket: Int) -> Int {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].tickets.upperBound <= ticket { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func stretch(of ticket: Int) -> Int? {
    let index = firstStretch(endingAfter: ticket)
    return index < stretches.count && stretches[index].tickets.contains(ticket) ? index : nil
  }

  private func hasAny(in tickets: Range<Int>) -> Bool {
    let index = firstStretch(endingAfter: tickets.lowerBound)
    return index < stretches.count && stretches[index].tickets.overlaps(tickets)
  }

  private func place(_ ticket: Int) -> Place {
    guard let index = stretch(of: ticket) else { return .gone }
    return stretches[index].places[ticket - stretches[index].tickets.lowerBound]
  }

  private mutating func setPlace(_ ticket: Int, _ place: Place) {
    guard let index = stretch(of: ticket) else { return }
    stretches[index].places[ticket - stretches[index].tickets.lowerBound] = place
  }
}

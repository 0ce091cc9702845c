internal import DequeModule
internal import SwpipeCore

/// The loop of the thread that feeds one worker process: as a thread worker's, with the lane's
/// transforms on the other side of a socket.
///
/// Where slices are quick the process has two of them, so that it need not wait for the next one while
/// this thread takes what came of the last.
final class ProcessWorker {
  private let queue: BoundedQueue
  private let lane: Lane
  private let seat: ProcessSeat
  private let exchange: ProcessExchange
  private let recovery: ProcessRecovery
  private var grain: Grain
  /// Whether each element is a slice, because its time may be anything, or is limited.
  private let isAlone: Bool
  /// How many elements the process may have.
  private let most: Int
  /// Elements that were taken and not sent.
  private var rest: Segment?
  /// The slices that the process has, in the order in which it works on them.
  private var sent = Deque<Segment>()

  init(
    intake: Intake,
    lane: Lane,
    seat: ProcessSeat,
    policy: SlicePolicy
  ) {
    queue = intake.queue
    self.lane = lane
    self.seat = seat
    let plan = seat.plan
    exchange = ProcessExchange(seat: seat, lane: lane)
    recovery = ProcessRecovery(seat: seat, lane: lane, exchange: exchange)
    isAlone = policy.isVarying || plan.timeout > 0
    most = isAlone ? 1 : intake.share
    grain = policy.grain(limit: most, inProcess: true)
  }

  func run() {
    do throws(RunFailure) {
      try work()
    } catch {
      lane.control.fail(error)
    }
    do throws(RunFailure) {
      try seat.end()
    } catch {
      lane.control.fail(error)
    }
    lane.end()
  }

  private func work() throws(RunFailure) {
    defer {
      while let segment = sent.popFirst() { abandon(segment) }
      exchange.abandon(rest?.count ?? 0)
      rest = nil
    }
    _ = try seat.occupant()
    while let slice = nextSlice() {
      if isAlone { try work(onOne: slice) } else { try work(from: slice) }
    }
  }

  private func work(onOne slice: Segment) throws(RunFailure) {
    lane.delivery.beginSlice(arrival: slice.arrival)
    var left = slice
    defer { end(slice, left: left) }
    try recovery.processFirst(of: &left, deaths: 0)
  }

  /// Keeps the process at work, from one slice on, until there is none at once.
  private func work(from slice: Segment) throws(RunFailure) {
    sent.append(slice)
    guard let connection = try seat.occupant() else { return abandon(sent.removeFirst()) }
    exchange.sendAhead(slice, to: connection)
    while !sent.isEmpty {
      if sent.count == 1, let next = nextSliceAhead() {
        sent.append(next)
        exchange.sendAhead(next, to: connection)
      }
      if try takeAnswer(connection) { continue }
      while let slice = sent.popFirst() { try workAgain(on: slice) }
    }
  }

  // MARK: Taking

  /// Elements to send to a process that has none, waiting for them; nil where there are no more.
  private func nextSlice() -> Segment? {
    if rest == nil {
      let taken = seat.whileItRests {
        queue.take(upTo: grain.size, leastShare: grain.leastShare, parker: lane.delivery.parker)
      }
      guard case .segment(let segment) = taken else { return nil }
      take(segment)
    }
    guard let count = rest?.count, !lane.control.isStopped else { return nil }
    return removeRest(lane.delivery.reserve(count))
  }

  /// Elements to send behind those that the process has, if there are enough of them at once that
  /// nobody else would begin with earlier.
  ///
  /// Of few elements a slice costs more than the wait for the answer that it spares.
  private func nextSliceAhead() -> Segment? {
    let room = most - sent.reduce(0) { $0 + $1.count }
    guard room > 0, grain.isQuick, !lane.control.isStopped else { return nil }
    if rest == nil {
      let taken = queue.attemptTake(
        upTo: min(grain.size, room),
        leasing: false,
        leastShare: grain.isShort ? grain.leastShare : 0,
        worthwhile: grain.size / 2
      )
      guard case .segment(let segment) = taken else { return nil }
      take(segment)
    }
    guard let count = rest?.count else { return nil }
    return removeRest(lane.delivery.reserveAhead(min(count, room)))
  }

  private func take(_ segment: Segment) {
    lane.control.units[lane.unit].counters.take(segment.count)
    rest = segment
  }

  private func removeRest(_ count: Int) -> Segment? {
    guard count > 0, var segment = rest else { return nil }
    let first = segment.removeFirst(count)
    rest = segment.count > 0 ? segment : nil
    return first
  }

  // MARK: Answers

  /// Takes what came of the first slice that the process has; false where the process is gone.
  private func takeAnswer(_ connection: WorkerConnection) throws(RunFailure) -> Bool {
    let slice = sent.removeFirst()
    lane.delivery.beginSlice(arrival: slice.arrival)
    var left = slice
    defer { end(slice, left: left) }
    let outcome = try exchange.awaitAnswer(connection)
    _ = left.removeFirst(min(left.count, exchange.accounted))
    switch outcome {
    case .done:
      grain.learn(count: exchange.accounted, nanoseconds: exchange.serviceNanoseconds)
      return true
    case .died(let words): try recovery.processAgain(&left, after: words)
    // There is no `timeout` where slices are sent ahead.
    case .stopped, .timedOut: break
    }
    return false
  }

  /// Has another process work on a slice, element by element, that the one before it never came to.
  private func workAgain(on slice: Segment) throws(RunFailure) {
    lane.delivery.beginSlice(arrival: slice.arrival)
    var left = slice
    defer { end(slice, left: left) }
    try recovery.process(&left, deaths: 0)
  }

  private func abandon(_ slice: Segment) {
    lane.delivery.beginSlice(arrival: slice.arrival)
    end(slice, left: slice)
  }

  /// Ends a slice, of which elements may be left because the run stops.
  private func end(_ slice: Segment, left: Segment) {
    exchange.abandon(left.count)
    lane.delivery.endSlice(count: slice.count)
  }
}

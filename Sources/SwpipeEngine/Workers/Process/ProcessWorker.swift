internal import SwpipeCore

/// The loop of the thread that feeds one worker process: as a thread worker's, with the lane's
/// transforms on the other side of a socket.
final class ProcessWorker {
  private let queue: BoundedQueue
  private let lane: Lane
  private let seat: ProcessSeat
  private let exchange: ProcessExchange
  private let plan: StagePlan
  private var attempts: FailedAttempts
  private var grain: Grain

  init(
    queue: BoundedQueue,
    lane: Lane,
    seat: ProcessSeat,
    policy: SlicePolicy,
    window: Int?
  ) {
    self.queue = queue
    self.lane = lane
    self.seat = seat
    let plan = seat.plan
    self.plan = plan
    exchange = ProcessExchange(seat: seat, lane: lane)
    attempts = FailedAttempts(policy: plan.onError)
    let shared = [queue.maxsize, window ?? 0].filter { $0 > 0 }.min()
    let isAlone = policy.isVarying || plan.timeout > 0
    grain = policy.grain(limit: isAlone ? 1 : shared.map { $0 / plan.workers } ?? 8192)
  }

  func run() {
    do throws(RunFailure) {
      _ = try seat.occupant()
      loop: while true {
        let taken = seat.whileItRests { queue.take(upTo: grain.size, parker: lane.parker) }
        switch taken {
        case .segment(let segment): try work(on: segment)
        case .ended, .cancelled: break loop
        }
      }
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

  private func work(on segment: Segment) throws(RunFailure) {
    lane.control.counters[lane.unit].take(segment.count)
    var rest = segment
    defer { exchange.abandon(rest.count) }
    while rest.count > 0, !lane.control.isStopped {
      let part = rest.removeFirst(lane.reserve(rest.count))
      lane.beginSlice(arrival: part.arrival)
      var left = part
      defer {
        exchange.abandon(left.count)
        lane.endSlice(count: part.count)
      }
      try process(&left)
    }
  }

  /// Works on elements, and removes those that are accounted for.
  private func process(_ left: inout Segment) throws(RunFailure) {
    guard left.count > 1 else { return try processFirst(of: &left, deaths: 0) }
    let outcome = try exchange.run(left)
    _ = left.removeFirst(min(left.count, exchange.accounted))
    switch outcome {
    case .done:
      grain.learn(count: exchange.accounted, nanoseconds: exchange.serviceNanoseconds)
      return
    case .stopped: return
    case .died(let words):
      if exchange.isRevealed, left.count > 0 { try failFirst(of: &left, words, deaths: 1) }
    case .timedOut: break
    }
    while left.count > 0, !lane.control.isStopped { try processFirst(of: &left, deaths: 1) }
  }

  /// Works on one element alone; `deaths` processes have died with it in their hands.
  private func processFirst(of left: inout Segment, deaths: Int) throws(RunFailure) {
    var rest = left
    let element = rest.removeFirst(1)
    defer { if exchange.accounted > 0 { left = rest } }
    var deaths = deaths
    var tries = 0
    var firstFailure: Int64 = 0
    while true {
      let outcome = try exchange.run(element, tries: tries, firstFailure: firstFailure)
      if exchange.accounted == 0, case .died(let words) = outcome {
        deaths += 1
        if deaths > 1 || exchange.isRevealed {
          return try failFirst(of: &left, words, deaths: tries + deaths)
        }
        continue
      }
      guard exchange.accounted == 0, case .timedOut = outcome else {
        if case .done = outcome { grain.learn(count: 1, nanoseconds: exchange.serviceNanoseconds) }
        return
      }
      if firstFailure == 0 { firstFailure = Clock.now }
      guard let wait = waitAfterTimeout(of: element, firstFailure) else { return }
      tries = exchange.tries
      lane.control.stop.wait(nanoseconds: wait)
    }
  }

  /// Counts a try that took too long; the time until the next one, or nil where there is none.
  private func waitAfterTimeout(of element: Segment, _ firstFailure: Int64) -> Int64? {
    let position = element.range.lowerBound
    let source = Slice(element.batch, element.range).sourcePosition(position)
    let tries = exchange.tries - 1
    let made = FailedAttempts.Made(tries: tries, firstFailure: firstFailure)
    attempts.resume(at: source, position, made)
    switch attempts.next(at: source, position, now: Clock.now) {
    case .retry(let nanoseconds) where !exchange.isRevealed:
      lane.control.counters[lane.unit].retry()
      return nanoseconds
    case .retry, .final:
      exchange.fail(
        element,
        ElementFailure(
          "took longer than the timeout of \(Duration.text(nanoseconds: plan.timeout))",
          kind: .timeout
        ),
        attempts: exchange.tries
      )
      return nil
    }
  }

  /// The first element has killed its process once too often.
  private func failFirst(
    of left: inout Segment,
    _ words: String,
    deaths: Int
  ) throws(RunFailure) {
    let message = "the worker process \(words)"
    if exchange.isRevealed, seat.units.count > 1 {
      throw RunFailure(
        .element,
        message + " after a part of what its elements gave was handed on",
        stage: plan.id,
        worker: seat.info,
        place: plan.place
      )
    }
    exchange.fail(
      left.removeFirst(1),
      ElementFailure(message, kind: .crash),
      attempts: deaths
    )
  }
}

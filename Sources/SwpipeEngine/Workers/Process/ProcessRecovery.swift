internal import SwpipeCore

/// Works on elements one at a time in a worker process, and on those whose process has died in the next
/// one; says what becomes of an element that no process survives, or that takes too long.
final class ProcessRecovery {
  private let lane: Lane
  private let seat: ProcessSeat
  private let exchange: ProcessExchange
  private let plan: StagePlan
  private var attempts: FailedAttempts

  init(seat: ProcessSeat, lane: Lane, exchange: ProcessExchange) {
    self.seat = seat
    self.lane = lane
    self.exchange = exchange
    plan = seat.plan
    attempts = FailedAttempts(policy: plan.onError)
  }

  /// Works on what is left of a slice whose process died, in these words, while it worked on it.
  func processAgain(_ left: inout Segment, after words: String) throws(RunFailure) {
    if exchange.isRevealed, left.count > 0 { try failFirst(of: &left, words, deaths: 1) }
    try process(&left, deaths: 1)
  }

  /// Works on elements one after the other, and removes those that are accounted for; `deaths` processes
  /// have died that may have had them in their hands.
  func process(_ left: inout Segment, deaths: Int) throws(RunFailure) {
    while left.count > 0, !lane.control.isStopped { try processFirst(of: &left, deaths: deaths) }
  }

  /// Works on one element alone; `deaths` processes have died with it in their hands.
  func processFirst(of left: inout Segment, deaths: Int) throws(RunFailure) {
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
      guard exchange.accounted == 0, case .timedOut = outcome else { return }
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
      lane.control.units[lane.unit].counters.retry()
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

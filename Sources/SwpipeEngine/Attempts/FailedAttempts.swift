internal import SwpipeCore

/// Counts the tries of the element at hand and says what comes after the next failure.
struct FailedAttempts {
  enum Step: Equatable {
    /// Wait so many nanoseconds, then try again.
    case retry(Int64)
    /// No tries are left; how often the transform has worked on it in all.
    case final(tries: Int)
  }

  /// What has been tried with the element at hand.
  struct Made {
    var tries = 0
    /// Tries that the transform made on its own besides, such as with a second process.
    var unseen = 0
    /// When the first try failed.
    var firstFailure: Int64 = 0
  }

  private let policy: ErrorPolicy
  private var element: (source: Int64, position: Int)?
  private(set) var made = Made()

  init(policy: ErrorPolicy) {
    self.policy = policy
  }

  /// The element at `position` of its batch has failed now; a different one starts anew.
  ///
  /// The transform has worked on it `times` times for this failure.
  mutating func next(at source: Int64, _ position: Int, now: Int64, times: Int = 1) -> Step {
    if element?.source != source || element?.position != position {
      element = (source, position)
      made = Made()
    }
    if made.tries == 0 { made.firstFailure = now }
    made.unseen += times - 1
    made.tries += 1
    guard let retry = policy.retry, made.tries < retry.attempts else { return end() }
    let wait = backoff(retry, source: source)
    if retry.maxElapsed > 0, now - made.firstFailure + wait > retry.maxElapsed { return end() }
    return .retry(wait)
  }

  /// Takes over the count from a worker that is gone, or from before the element was put off.
  mutating func resume(at source: Int64, _ position: Int, _ made: Made) {
    element = (source, position)
    self.made = made
  }

  /// The element at hand is done, or another worker's.
  mutating func forget() {
    element = nil
  }

  private mutating func end() -> Step {
    defer { element = nil }
    return .final(tries: made.tries + made.unseen)
  }

  /// Doubles with each try; with jitter, drawn from its upper half by element and try, so that a run
  /// can be repeated.
  private func backoff(_ retry: ErrorPolicy.Retry, source: Int64) -> Int64 {
    let doublings = min(made.tries - 1, 40)
    let (product, overflow) = retry.backoff.multipliedReportingOverflow(by: 1 << Int64(doublings))
    let whole = min(overflow ? .max : product, retry.maxBackoff)
    guard retry.hasJitter, whole > 1 else { return whole }
    var generator = SplitMix64(seed: UInt64(bitPattern: source) ^ UInt64(made.tries) << 56)
    return whole - Int64(generator.next() % UInt64(whole / 2 + 1))
  }
}

internal import SwpipeCore

/// Counts the tries of the element at hand and says what comes after the next failure.
struct FailedAttempts {
  enum Step: Equatable {
    /// Wait so many nanoseconds, then try again.
    case retry(Int64)
    /// No tries are left; how many there were.
    case final(ErrorPolicy.Final, tries: Int)
  }

  private let policy: ErrorPolicy
  private var element: (source: Int64, position: Int)?
  private(set) var tries = 0
  /// When the first try of the element at hand failed.
  private(set) var firstFailure: Int64 = 0

  init(policy: ErrorPolicy) {
    self.policy = policy
  }

  /// The element at `position` of its batch has failed now; a different one starts anew.
  mutating func next(at source: Int64, _ position: Int, now: Int64) -> Step {
    if element?.source != source || element?.position != position {
      element = (source, position)
      tries = 0
    }
    if tries == 0 { firstFailure = now }
    tries += 1
    guard let retry = policy.retry, tries < retry.attempts else { return end() }
    let wait = backoff(retry, source: source)
    if retry.maxElapsed > 0, now - firstFailure + wait > retry.maxElapsed { return end() }
    return .retry(wait)
  }

  /// Takes over the count from a worker that is gone; `firstFailure` is when its first try failed.
  mutating func resume(at source: Int64, _ position: Int, tries: Int, firstFailure: Int64) {
    element = (source, position)
    self.tries = tries
    self.firstFailure = firstFailure
  }

  /// The element at hand is done, or another worker's.
  mutating func forget() {
    element = nil
  }

  private mutating func end() -> Step {
    defer { element = nil }
    return .final(policy.then, tries: tries)
  }

  /// Doubles with each try; with jitter, drawn from its upper half by element and try, so that a run
  /// can be repeated.
  private func backoff(_ retry: ErrorPolicy.Retry, source: Int64) -> Int64 {
    let doublings = min(tries - 1, 40)
    let (product, overflow) = retry.backoff.multipliedReportingOverflow(by: 1 << Int64(doublings))
    let whole = min(overflow ? .max : product, retry.maxBackoff)
    guard retry.hasJitter, whole > 1 else { return whole }
    var generator = SplitMix64(seed: UInt64(bitPattern: source) ^ UInt64(tries) << 56)
    return whole - Int64(generator.next() % UInt64(whole / 2 + 1))
  }
}

/// What happens to an element that a stage's transform fails on.
package struct ErrorPolicy: Hashable, Sendable, Codable {
  /// What is done when there are no tries left.
  package enum Final: String, CaseIterable, Hashable, Sendable, Codable {
    /// The run stops.
    case fail
    /// The element is dropped and counted.
    case skip
    /// The element goes to the spec's dead letters.
    case deadLetter = "dead_letter"
  }

  /// How an element is tried again.
  package struct Retry: Hashable, Sendable, Codable {
    /// Tries in all, the first included; at least 2.
    package var attempts: Int
    /// The wait before the second try, in nanoseconds; doubled for each further one.
    package var backoff: Int64
    /// The longest wait, in nanoseconds.
    package var maxBackoff: Int64
    /// Whether each wait is drawn between a half and the whole of it.
    package var hasJitter: Bool
    /// Nanoseconds after the first try past which there is no other; 0 is no limit.
    package var maxElapsed: Int64

    package init(
      attempts: Int,
      backoff: Int64 = 100_000_000,
      maxBackoff: Int64 = 30_000_000_000,
      hasJitter: Bool = true,
      maxElapsed: Int64 = 0
    ) {
      self.attempts = attempts
      self.backoff = backoff
      self.maxBackoff = maxBackoff
      self.hasJitter = hasJitter
      self.maxElapsed = maxElapsed
    }
  }

  package var retry: Retry?
  package var then: Final

  package init(retry: Retry? = nil, then: Final = .fail) {
    self.retry = retry
    self.then = then
  }
}

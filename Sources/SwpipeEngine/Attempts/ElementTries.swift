internal import SwpipeCore

/// The tries of the element at hand: how many there were, how long the transform has taken for it, and
/// what limits that.
struct ElementTries {
  private var attempts: FailedAttempts
  /// What limits the transform's time for an element, where the stage has a timeout.
  private let deadline: ElementDeadline?
  /// Nanoseconds that the transform has taken for the element at hand.
  private var used: Int64 = 0

  init(policy: ErrorPolicy, deadline: ElementDeadline?) {
    attempts = FailedAttempts(policy: policy)
    self.deadline = deadline
  }

  /// The transform starts.
  func begin() {
    deadline?.begin(used: used, attempts: attempts)
  }

  /// The transform has returned; false where that was too late, so that another worker has taken over.
  func end() -> Bool { deadline?.end() ?? true }

  /// The transform has taken so many nanoseconds, in which it got past the element at hand or not, and
  /// it failed or not.
  mutating func note(nanoseconds: Int64, isPast: Bool, hasFailed: Bool) {
    used = hasFailed || isPast ? 0 : used + nanoseconds
    // Another element may have the same place in another batch, or another source.
    if isPast { attempts.forget() }
  }

  /// What comes after the failure of the element at `position` of its batch; see `FailedAttempts.next`.
  mutating func next(at source: Int64, _ position: Int, now: Int64, times: Int)
    -> FailedAttempts.Step
  {
    used = 0
    return attempts.next(at: source, position, now: now, times: times)
  }

  /// The element at hand is put off; what `resume` is told of it.
  mutating func setAside() -> FailedAttempts.Made {
    defer { attempts.forget() }
    return attempts.made
  }

  /// The element was tried before.
  mutating func resume(at source: Int64, _ position: Int, _ made: FailedAttempts.Made) {
    attempts.resume(at: source, position, made)
  }

  /// The element is one that the worker before this one was given up on.
  mutating func takeOver(_ attempts: FailedAttempts) {
    self.attempts = attempts
  }
}

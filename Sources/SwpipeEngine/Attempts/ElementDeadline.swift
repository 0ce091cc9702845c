internal import SwpipeCore
internal import Synchronization

/// The time that one worker's transform may take for the element at hand.
///
/// The worker says when the transform starts and returns; the watch says when the time is over.
/// Whoever is first wins: a worker that comes back too late finds that it was given up, and touches
/// nothing any more.
final class ElementDeadline: Sendable {
  /// What a worker that took too long leaves to the one that replaces it.
  struct Overrun: Sendable {
    var segment: Segment
    var attempts: FailedAttempts
  }

  private struct State {
    /// When the transform must have returned; nil while it isn't running.
    var moment: Int64?
    var isOver = false
    /// Whether the transform has returned in time before.
    var hasReturned = false
    var segment: Segment?
    var attempts: FailedAttempts?
  }

  /// Nanoseconds.
  let timeout: Int64
  /// Opens when the worker is given up or the run stops, so that a transform that waits returns.
  let stop = Futex()
  private let state = Lock(State())
  private let returned = Atomic<Bool>(false)
  private let watch: DeadlineWatch
  private let overrun: @Sendable (Overrun, ElementDeadline) -> Void

  /// `overrun` is called on the watch's thread, at most once.
  init(
    timeout: Int64,
    watch: DeadlineWatch,
    overrun: @escaping @Sendable (Overrun, ElementDeadline) -> Void
  ) {
    self.timeout = timeout
    self.watch = watch
    self.overrun = overrun
  }

  /// Whether a worker that was given up has come back since.
  var hasReturned: Bool { returned.load(ordering: .acquiring) }

  /// Whether the worker's transform had worked on anything before the call that took too long.
  var hasWorked: Bool { state.withLock { $0.hasReturned } }

  func noteReturn() {
    returned.store(true, ordering: .releasing)
  }

  /// The element that the worker is about to work on.
  func take(_ segment: Segment) {
    state.withLock { $0.segment = segment }
  }

  /// The transform starts; it has used `used` nanoseconds for the element before.
  func begin(used: Int64, attempts: FailedAttempts) {
    let moment = Clock.now + max(0, timeout - used)
    state.withLock { state in
      state.moment = moment
      state.attempts = attempts
    }
    watch.expect(moment)
  }

  /// The transform has returned; false if that was too late.
  func end() -> Bool {
    state.withLock { state in
      state.moment = nil
      if !state.isOver { state.hasReturned = true }
      return !state.isOver
    }
  }

  /// When to look again, or nil; gives the worker up if its time is over.
  func check(now: Int64) -> Int64? {
    let (next, left): (Int64?, Overrun?) = state.withLock { state in
      guard let moment = state.moment, !state.isOver else { return (nil, nil) }
      guard moment <= now else { return (moment, nil) }
      guard let segment = state.segment, let attempts = state.attempts else { return (nil, nil) }
      state.isOver = true
      return (nil, Overrun(segment: segment, attempts: attempts))
    }
    if let left {
      overrun(left, self)
      stop.open()
    }
    return next
  }
}

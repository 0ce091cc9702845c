internal import SwpipeCore

/// A queue as a worker takes from it that waits for something else at the same time: where there is nothing
/// to take, the queue rings a bell.
///
/// A ring is a wake-up that no other worker gets. So whoever has no use for it gives it back.
struct BellIntake {
  private enum State {
    /// The bell is silent.
    case idle
    /// The bell rings when there is something to take.
    case listening
    /// There is nothing more to come.
    case ended
  }

  private let queue: BoundedQueue
  let bell: Bell
  private var state = State.idle

  init(_ queue: BoundedQueue, bell: Bell) {
    self.queue = queue
    self.bell = bell
  }

  /// Whether nothing more is to come.
  var hasEnded: Bool { state == .ended }

  /// Notes whether the bell has rung; without room, another worker is woken in this one's stead.
  mutating func hear(hasRoom: Bool) {
    guard bell.hear() else { return }
    if case .listening = state { state = .idle }
    if !hasRoom { queue.withdrawConsumer(bell) }
  }

  /// Takes up to `count` elements; nil where there are none, and the bell rings when there are, or where
  /// nothing more is to come.
  ///
  /// `isHolding` is whether the worker has elements still.
  mutating func take(upTo count: Int, isHolding: Bool) -> Segment? {
    while state != .ended {
      switch queue.attemptTake(upTo: count, leasing: false) {
      case .segment(let segment): return segment
      case .ended, .cancelled:
        ignore()
        state = .ended
      case .wait:
        if state == .listening { return nil }
        let since = isHolding ? Clock.now : nil
        if queue.registerConsumer(.bell(bell), holdingSince: since) { state = .listening }
      }
    }
    return nil
  }

  /// Has the bell ring no more, because the worker has no use for elements now.
  mutating func ignore() {
    guard case .listening = state else { return }
    state = .idle
    queue.withdrawConsumer(bell)
    _ = bell.hear()
  }

  /// Waits for the bell, where it is to ring.
  func wait() {
    if case .listening = state { bell.wait() }
  }
}

internal import SwpipeCore
internal import Synchronization

/// What a sink waits for before it ends its output: how the whole run came to its end.
final class Verdict: Sendable {
  private let arrived = Atomic<Bool>(false)
  private let end = Lock(RunEnd.failed)
  private let gate = Futex()

  /// Whether the sink has written all that it will.
  var hasArrived: Bool { arrived.load(ordering: .acquiring) }

  func arrive() {
    arrived.store(true, ordering: .releasing)
  }

  /// Waits for the word.
  func wait() -> RunEnd {
    gate.wait()
    return end.withLock { $0 }
  }

  func decide(_ end: RunEnd) {
    self.end.withLock { $0 = end }
    gate.open()
  }
}

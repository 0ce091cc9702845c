internal import SwpipeCore
internal import Synchronization

/// What a sink waits for before it makes its output complete: that the whole run has come to its end.
final class Verdict: Sendable {
  private let arrived = Atomic<Bool>(false)
  private let commits = Atomic<Bool>(false)
  private let gate = Futex()

  /// Whether the sink has written all that it will.
  var hasArrived: Bool { arrived.load(ordering: .acquiring) }

  func arrive() {
    arrived.store(true, ordering: .releasing)
  }

  /// Waits for the word; true to finish, false to abandon.
  func wait() -> Bool {
    gate.wait()
    return commits.load(ordering: .acquiring)
  }

  func decide(commits: Bool) {
    self.commits.store(commits, ordering: .releasing)
    gate.open()
  }
}

internal import Synchronization

/// A worker as the run sees it, whatever its kind: whether it has ended, and how to hurry it.
enum Worker: Sendable {
  case thread(WorkerThread)
  case task(WorkerTask)

  var hasEnded: Bool {
    switch self {
    case .thread(let thread): thread.hasEnded
    case .task(let task): task.hasEnded
    }
  }

  /// Ends a wait that can be ended from outside.
  func cancel() {
    if case .task(let task) = self { task.cancel() }
  }
}

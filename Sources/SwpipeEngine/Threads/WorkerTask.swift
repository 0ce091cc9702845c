internal import Synchronization

/// A Swift task that runs one worker.
final class WorkerTask: Sendable {
  private final class End: Sendable {
    let hasCome = Atomic<Bool>(false)
  }

  private let end = End()
  private let task: Task<Void, Never>

  /// Starts the task, on `executor` or else on the cooperative pool; wakes `events` when it ends.
  init(
    on executor: BlockingExecutor?,
    events: Parker,
    _ body: @escaping @Sendable () async -> Void
  ) {
    let run: @Sendable () async -> Void = { [end] in
      await body()
      end.hasCome.store(true, ordering: .releasing)
      events.unpark()
    }
    // A preference is looked up at each switch, even if it is for nothing.
    if let executor {
      task = Task.detached(executorPreference: executor, operation: run)
    } else {
      task = Task.detached(operation: run)
    }
  }

  var hasEnded: Bool { end.hasCome.load(ordering: .acquiring) }

  func cancel() {
    task.cancel()
  }
}

/// What a worker of a stage is.
///
/// What the kinds differ in is asked here, by properties that go through all of them; which loop a kind
/// runs in is decided in the engine's `StageLoop`.
package enum WorkerKind: String, CaseIterable, Hashable, Sendable, Codable {
  /// The worker that feeds the stage; there is no queue.
  case sync
  /// A POSIX thread.
  case thread
  /// A child process.
  case process
  /// A Swift task.
  case task

  /// Whether the stage has workers of its own, and a queue that they take from; else those that feed it do
  /// its work.
  package var hasWorkers: Bool {
    switch self {
    case .sync: false
    case .thread, .process, .task: true
    }
  }

  /// Whether each worker has a process of its own, which a crash or too much memory ends alone, and which
  /// shares nothing with other workers.
  package var isIsolated: Bool {
    switch self {
    case .process: true
    case .sync, .thread, .task: false
    }
  }

  /// Whether a worker gives elements that its transform has not begun with back to the queue where they
  /// take long, see `InterruptibleTransform`.
  package var takesBack: Bool {
    switch self {
    case .thread, .process: true
    // A task has its elements one after the other; in a sync stage they are the worker's above.
    case .sync, .task: false
    }
  }

  /// One worker of the kind in words, such as in `4 threads`.
  package var noun: String {
    switch self {
    case .sync: "sync worker"
    case .thread: "thread"
    case .process: "process"
    case .task: "task"
    }
  }
}

/// What a worker of a stage is.
package enum WorkerKind: String, CaseIterable, Hashable, Sendable, Codable {
  /// The worker that feeds the stage; there is no queue.
  case sync
  /// A POSIX thread.
  case thread
  /// A child process.
  case process
  /// A Swift task.
  case task
}

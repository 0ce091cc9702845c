/// The kinds of workers, as a spec names them.
enum WorkerKind: String, CaseIterable, Sendable {
  case sync
  case thread
  case process
  case task

  /// Those that have workers and a queue of their own.
  static let queued: [WorkerKind] = [.thread, .process, .task]
}

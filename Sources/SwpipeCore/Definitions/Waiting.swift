/// How a transform spends its time; decides where a task stage runs it.
package enum Waiting: String, Hashable, Sendable, Codable {
  /// It computes and returns.
  case computes
  /// It may block its thread.
  case blocks
  /// It waits for something and can be suspended while it does.
  case awaits
}

extension WorkerKind {
  /// The kind of worker for a stage that asks for workers and names no kind.
  ///
  /// `waiting` is how its transform waits; nil for a stage without a transform.
  package static func own(for waiting: Waiting?) -> WorkerKind {
    switch waiting {
    case .awaits: .task
    case .computes, .blocks, nil: .thread
    }
  }
}

/// What a transform, a template and a resource may know of the worker they run in.
package struct WorkerInfo: Hashable, Sendable, Codable {
  /// From 0 to the stage's number of workers less one; kept when a worker is replaced.
  package var index: Int
  package var kind: WorkerKind
  /// The id of the stage.
  package var stage: String
  /// How often this worker was replaced.
  package var restarts: Int

  package init(index: Int, kind: WorkerKind, stage: String, restarts: Int = 0) {
    self.index = index
    self.kind = kind
    self.stage = stage
    self.restarts = restarts
  }
}

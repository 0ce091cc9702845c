/// What a transform is made with: the worker it runs in, and what it may ask of the run.
package struct TransformContext: Sendable {
  package var workerInfo: WorkerInfo
  /// Opens when the run stops now; what waits must wait on it.
  package var stop: Futex
  package var log: any LogWriter
  /// What `on_start` made for this worker, by local name.
  package var resources: [String: any Resource]
  /// The local name of each resource that the transform requests, by the request's name.
  package var resourceNames: [String: String]
  /// The bytes that the evaluation of an expression may take for one element.
  package var evaluation = TransformContext.usualEvaluation
  package static let usualEvaluation = LimitsPlan().evaluation
  /// What a program that does the transform's work is started with; nil where there can be none.
  package var program: ProgramContext?
  /// Where files are made for what memory may not hold.
  package var temporaryDirectory = "/tmp"
  /// The bytes that a transform may hold in memory before it uses such a file.
  package var heldLimit = 64 << 20

  package init(
    workerInfo: WorkerInfo,
    stop: Futex,
    log: any LogWriter,
    resources: [String: any Resource] = [:],
    resourceNames: [String: String] = [:]
  ) {
    self.workerInfo = workerInfo
    self.stop = stop
    self.log = log
    self.resources = resources
    self.resourceNames = resourceNames
  }
}

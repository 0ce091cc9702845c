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
  /// Where programs come from that live with the worker; nil where there can be none.
  package var children: (any ChildStarter)?
  /// Nanoseconds that the transform may take for one element, for a `RemoteTransform`; 0 is no limit.
  package var timeout: Int64 = 0
  /// Bytes that a program of the worker may allocate; 0 is no limit.
  package var memory = 0
  /// The bytes that one answer may have however small the run's memory: single elements may pass it.
  package static let leastReceived = 16 << 20
  /// The most bytes that one answer of a program of the worker may have.
  package var mostReceived = 1 << 30
  /// The bytes that the evaluation of an expression may take for one element.
  package var evaluation = TransformContext.usualEvaluation
  package static let usualEvaluation = LimitsPlan().evaluation
  /// Whether the first element that fails stops the run.
  package var stopsOnFailure = true
  /// Whether the transform keeps a state from one element to the next, so that a program that does its
  /// work cannot be replaced once it has answered an element.
  package var keepsState = false
  /// Whether the worker takes back what an `InterruptibleTransform` has not touched.
  package var takesBack = false
  /// Makes what tells the transform of the elements that are to come; nil where the worker cannot know,
  /// because other workers feed it.
  package var watchInput: (@Sendable () throws(RunFailure) -> any InputWatch)?
  /// Stops the run, for what is no element's failure; what calls it returns as soon as it can.
  package var fail: @Sendable (RunFailure) -> Void = { _ in }
  /// Counts that a program of the worker was replaced.
  package var noteRestart: @Sendable () -> Void = {}

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

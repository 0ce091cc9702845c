/// What a transform is made with: the worker it runs in, and what it may ask of the run.
package struct TransformContext: Sendable {
  package var workerInfo: WorkerInfo
  /// Opens when the run stops now; what waits must wait on it.
  package var stop: Futex
  package var log: any LogWriter

  package init(workerInfo: WorkerInfo, stop: Futex, log: any LogWriter) {
    self.workerInfo = workerInfo
    self.stop = stop
    self.log = log
  }
}

/// What a resource is made with.
package struct ResourceContext: Sendable {
  /// The worker that starts it; for `scope: run` the first one that does.
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

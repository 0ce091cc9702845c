package import SwpipeSystem

/// What an `on_done` action knows.
package struct ActionContext: Sendable {
  package var workerInfo: WorkerInfo
  package var stageStatus: StageStatus
  /// What `on_start` made for this worker, by local name; empty where the worker was lost.
  package var resources: [String: any Resource]
  /// The local name of each resource that the action requests, by the request's name.
  package var resourceNames: [String: String]
  /// Whether the worker is gone and the action runs in its stead.
  package var isLost: Bool
  package var stop: Futex
  package var log: any LogWriter
  /// Starts the programs that the action runs.
  package var spawner: Spawner

  package init(
    workerInfo: WorkerInfo,
    stageStatus: StageStatus,
    resources: [String: any Resource],
    resourceNames: [String: String] = [:],
    isLost: Bool,
    stop: Futex,
    log: any LogWriter,
    spawner: Spawner = Spawner()
  ) {
    self.workerInfo = workerInfo
    self.stageStatus = stageStatus
    self.resources = resources
    self.resourceNames = resourceNames
    self.isLost = isLost
    self.stop = stop
    self.log = log
    self.spawner = spawner
  }
}

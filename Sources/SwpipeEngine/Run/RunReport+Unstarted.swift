package import SwpipeCore

extension RunReport {
  /// The report of a run whose endpoints could not be opened: all counts are zero.
  package init(plan: Plan, failure: RunFailure) {
    name = plan.name
    seconds = 0
    exit = failure.status
    isComplete = false
    self.failure = failure
    sources = plan.sources.map { Endpoint(id: $0.id, component: $0.component, counts: Counts()) }
    let workerCounts = plan.workerCounts
    stages = plan.stages.map { stage in
      Stage(
        stage,
        workers: workerCounts[stage.id] ?? 1,
        Counts(),
        StageCounters(),
        maxQueued: 0
      )
    }
    deadLetters = 0
    sinks = plan.sinks.map { Endpoint(id: $0.id, component: $0.component, counts: Counts()) }
  }
}

package import SwpipeCore

extension RunReport {
  /// The report of a run whose endpoints could not be opened: all counts are zero.
  package init(plan: Plan, failure: RunFailure) {
    self.init(plan: plan, exit: failure.status)
    self.failure = failure
  }

  /// The report of a run that never began: all counts are zero.
  package init(plan: Plan, exit: ExitStatus) {
    name = plan.name
    seconds = 0
    self.exit = exit
    isComplete = false
    sources = plan.sources.map {
      Endpoint(id: $0.id, component: $0.component, counts: StageCounts())
    }
    let workerCounts = plan.workerCounts
    stages = plan.stages.map { stage in
      Stage(
        stage,
        workers: workerCounts[stage.id] ?? 1,
        StageCounts(StageCounters(routes: stage.routes.count)),
        StageCounters(),
        maxQueued: 0
      )
    }
    deadLetters = 0
    sinks = plan.sinks.map { Endpoint(id: $0.id, component: $0.component, counts: StageCounts()) }
  }
}

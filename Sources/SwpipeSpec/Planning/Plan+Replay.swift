package import SwpipeCore

extension Plan {
  /// The part of the plan that elements of some stages and rows of some sources go through: what `swpipe
  /// replay` runs.
  ///
  /// `makeSource` gives the source of its own that such a stage gets, and `makeRows` what stands in the place
  /// of such a source. Stages and sinks that nothing reaches are left out. A
  /// stage whose state several sources would divide by now gets a worker of its own.
  package func replaying(
    _ failed: [String],
    _ catalog: Catalog,
    makeSource: (_ id: String, _ stage: StagePlan) -> SourcePlan,
    makeRows: (SourcePlan) -> SourcePlan
  ) -> Plan {
    var plan = self
    plan.sources = sources.filter { failed.contains($0.id) }.map(makeRows)
    plan.stages = []
    plan.sinks = []
    var reached = Set(plan.sources.map(\.id))
    for var stage in stages {
      stage.inputs = stage.inputs.filter { reached.contains($0) }
      if failed.contains(stage.id) {
        let id = "dead letters of \(stage.id)"
        plan.sources.append(makeSource(id, stage))
        stage.inputs.append(id)
      }
      guard !stage.inputs.isEmpty else { continue }
      reached.insert(stage.id)
      reached.formUnion(stage.routes.map { stage.input(ofRoute: $0.name) })
      plan.stages.append(stage)
    }
    for var sink in sinks {
      sink.inputs = sink.inputs.filter { reached.contains($0) }
      if !sink.inputs.isEmpty { plan.sinks.append(sink) }
    }
    plan.separateDividedStages(catalog)
    return plan
  }

  private mutating func separateDividedStages(_ catalog: Catalog) {
    for index in stages.indices where !stages[index].kind.hasWorkers {
      let stage = stages[index]
      let isDivided = catalog.stateHolders(of: stage).contains { holder in
        holder.keeps == .history && !holder.isShared
      }
      guard isDivided, let role = catalog.role(of: stage), workerCounts[stage.id] ?? 1 > 1 else {
        continue
      }
      stages[index].kind = WorkerKind.own(for: role.waiting)
    }
  }
}

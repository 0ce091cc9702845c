internal import SwpipeCore

/// One source, stage or sink of a run, with what the run has for it.
struct RunUnit: Sendable {
  /// What it is, each with what only such a unit has.
  enum Role: Sendable {
    case source(SourcePlan)
    /// A stage that runs in the workers that feed it.
    case sync(StagePlan)
    /// A stage with workers of its own.
    case stage(StagePlan, Intake)
    case sink(SinkPlan, BoundedQueue)
    /// The sink of elements that failed for good.
    case deadLetter(SinkPlan, BoundedQueue)
  }

  /// Its place in `RunControl.units` and in the graph.
  let number: Int
  let role: Role
  let counters: StageCounters
  /// Whether its workers have effects beside their queues, so that they go on without readers.
  let hasEffects: Bool
  /// Which of its workers have started and ended.
  let roll: StageRoll
  /// Where the workers of a reduce leave their states; nil for all others, and in a worker process.
  let meeting: ReduceMeeting?

  /// `isWhole` is whether all workers of the run are in this process.
  init(_ number: Int, _ role: Role, _ topology: Topology, isWhole: Bool) {
    self.number = number
    self.role = role
    counters = StageCounters(routes: topology.routeCount(number))
    hasEffects = topology.hasEffects(number)
    roll = StageRoll(
      workers: topology.lanes(through: number),
      isWhole: isWhole,
      counters: counters
    )
    meeting =
      isWhole && topology.isReduce(number)
      ? ReduceMeeting(workers: topology.lanes(through: number)) : nil
  }

  var id: String {
    switch role {
    case .source(let plan): plan.id
    case .sync(let plan), .stage(let plan, _): plan.id
    case .sink(let plan, _), .deadLetter(let plan, _): plan.id
    }
  }

  /// The plan of a stage.
  var stage: StagePlan? {
    switch role {
    case .sync(let plan), .stage(let plan, _): plan
    case .source, .sink, .deadLetter: nil
    }
  }

  /// What elements for it wait in; nil where nothing waits for it.
  var queue: BoundedQueue? {
    switch role {
    case .source, .sync: nil
    case .stage(_, let intake): intake.queue
    case .sink(_, let queue), .deadLetter(_, let queue): queue
    }
  }

  /// What puts the output of its workers into order, if something does.
  var order: ArrivalOrder? {
    if case .stage(_, let intake) = role { intake.order } else { nil }
  }

  /// Those of a graph in a worker process: the queues stand for those of its parent, and nothing waits in
  /// them.
  static func standIns(_ topology: Topology) -> [RunUnit] {
    topology.units.enumerated().map { number, unit in
      let queue = BoundedQueue(maxsize: 0, producers: .max)
      let role: Role =
        switch unit {
        case .source(let plan): .source(plan)
        case .stage(let plan) where !plan.kind.hasWorkers: .sync(plan)
        case .stage(let plan): .stage(plan, Intake(queue: queue, order: nil, workers: plan.workers))
        case .sink(let plan): .sink(plan, queue)
        case .deadLetter(let plan): .deadLetter(plan, queue)
        }
      return RunUnit(number, role, topology, isWhole: false)
    }
  }
}

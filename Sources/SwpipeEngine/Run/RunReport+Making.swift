internal import SwpipeCore
internal import Synchronization

extension RunReport {
  /// Reads the counts of a run that has ended; checks that they balance unless a worker is still
  /// stuck somewhere.
  init(plan: Plan, control: RunControl, seconds: Double, checksBalance: Bool) {
    self.name = plan.name
    self.seconds = seconds
    isComplete = control.runEnd == .complete
    let workerCounts = plan.workerCounts
    var (sources, stages, sinks): ([Endpoint], [Stage], [Endpoint]) = ([], [], [])
    var deadLetters = 0
    var unbalanced: (id: String, counts: StageCounts)?
    for unit in control.units {
      let counts = StageCounts(unit.counters)
      if !counts.isBalanced, unbalanced == nil { unbalanced = (unit.id, counts) }
      switch unit.role {
      case .source(let plan):
        sources.append(
          Endpoint(
            id: plan.id,
            component: plan.component,
            counts: counts,
            firstSkipped: control.firstSkipped(of: plan.id)
          )
        )
      case .sync(let plan), .stage(let plan, _):
        var made = Stage(
          plan,
          workers: workerCounts[plan.id] ?? 1,
          counts,
          unit.counters,
          maxQueued: unit.queue?.maxQueued ?? 0
        )
        made.firstSkipped = control.firstSkipped(of: plan.id)
        stages.append(made)
      case .sink(let plan, _):
        sinks.append(Endpoint(id: plan.id, component: plan.component, counts: counts))
      case .deadLetter: deadLetters = counts.kept
      }
    }
    (self.sources, self.stages, self.sinks) = (sources, stages, sinks)
    self.deadLetters = deadLetters
    late = control.lateElements
    switch control.ending {
    case .failed(let failure):
      self.failure = failure
      exit = failure.status
    case .signal(let status): exit = status
    case .outputClosed: exit = .done
    case nil: exit = control.signal ?? (deadLetters > 0 ? .found : .done)
    }
    if checksBalance, let unbalanced {
      exit = .internalCheck
      failure =
        failure
        ?? RunFailure(
          .internalCheck,
          "the counts of `\(unbalanced.id)` do not balance: \(unbalanced.counts)",
          help: "this is a bug of swpipe; please report it with the spec"
        )
    }
  }
}

extension RunReport.Stage {
  init(
    _ plan: StagePlan,
    workers: Int,
    _ counts: StageCounts,
    _ counters: StageCounters,
    maxQueued: Int
  ) {
    id = plan.id
    switch plan.work {
    case .transform(_, .route, _, _):
      self.work = Operator.route.rawValue
      transform = nil
    case .transform(let name, let work, _, _):
      self.work = work.rawValue
      transform = name
    case .pass, .sort:
      self.work = "ordered"
      transform = nil
    }
    routes = plan.routes.map(\.name)
    kind = plan.kind
    self.workers = workers
    maxsize = plan.maxsize
    self.counts = counts
    busySeconds = Double(counters.busyNanoseconds.load(ordering: .relaxed)) / 1e9
    self.maxQueued = maxQueued
    restarts = counters.restarts.load(ordering: .relaxed)
  }
}

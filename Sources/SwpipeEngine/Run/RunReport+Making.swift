internal import SwpipeCore
internal import Synchronization

extension RunReport {
  /// Reads the counts of a run that has ended; checks that they balance unless a worker is still
  /// stuck somewhere.
  init(plan: Plan, control: RunControl, seconds: Double, checksBalance: Bool) {
    self.name = plan.name
    self.seconds = seconds
    isComplete = control.runEnd == .complete
    let counts = control.counters.map { StageCounts($0) }
    let workerCounts = plan.workerCounts
    sources = plan.sources.enumerated().map { number, source in
      Endpoint(
        id: source.id,
        component: source.component,
        counts: counts[number],
        firstSkipped: control.firstSkipped(of: source.id)
      )
    }
    stages = plan.stages.enumerated().map { number, stage in
      let unit = plan.sources.count + number
      var made = Stage(
        stage,
        workers: workerCounts[stage.id] ?? 1,
        counts[unit],
        control.counters[unit],
        maxQueued: control.queues[unit]?.maxQueued ?? 0
      )
      made.firstSkipped = control.firstSkipped(of: stage.id)
      return made
    }
    sinks = plan.sinks.enumerated().map { number, sink in
      Endpoint(
        id: sink.id,
        component: sink.component,
        counts: counts[plan.sources.count + plan.stages.count + number]
      )
    }
    late = control.lateElements
    deadLetters = control.topology.deadLetter.map { counts[$0].kept } ?? 0
    switch control.ending {
    case .failed(let failure):
      self.failure = failure
      exit = failure.status
    case .signal(let status): exit = status
    case .outputClosed: exit = .done
    case nil: exit = control.signal ?? (deadLetters > 0 ? .found : .done)
    }
    if checksBalance, let unbalanced = counts.firstIndex(where: { !$0.isBalanced }) {
      exit = .internalCheck
      failure =
        failure
        ?? RunFailure(
          .internalCheck,
          "the counts of `\(control.topology.units[unbalanced].id)` do not balance: \(counts[unbalanced])",
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
    case .transform(let name, let work, _, _):
      self.work = work.rawValue
      transform = name
    case .pass, .sort:
      self.work = "ordered"
      transform = nil
    }
    kind = plan.kind
    self.workers = workers
    maxsize = plan.maxsize
    self.counts = counts
    busySeconds = Double(counters.busyNanoseconds.load(ordering: .relaxed)) / 1e9
    self.maxQueued = maxQueued
    restarts = counters.restarts.load(ordering: .relaxed)
  }
}

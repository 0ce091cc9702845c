import SwpipeCore

extension Graph {
  /// The sources and stages in whose workers a sync stage would run that these feed.
  ///
  /// They are the feeders themselves, and in the place of a sync stage those that feed it. Two ways
  /// from one of them are one worker's.
  func heads(of feeders: [Feeder]) -> Set<Feeder> {
    var heads: Set<Feeder> = []
    for feeder in feeders {
      guard let next = feeder.stage else {
        heads.insert(feeder)
        continue
      }
      // What a reduce gives comes from a worker of its own.
      if !stages[next].kind.hasWorkers, !stages[next].isReduce {
        heads.formUnion(stages[next].workers.heads)
      } else {
        heads.insert(.stage(next))
      }
    }
    return heads
  }

  /// How many workers these have together.
  func workers(of heads: Set<Feeder>) -> Int {
    heads.reduce(0) { sum, head in
      switch head {
      case .source: min(sum + 1, SpecLimits.countedWorkers)
      case .stage(let index), .route(_, of: let index):
        min(
          sum + (stages[index].isReduce ? 1 : stages[index].workers.count),
          SpecLimits.countedWorkers
        )
      }
    }
  }

  /// Whether what reads these reads one stage whose several workers put their output in order.
  func areInOrder(_ feeders: [Feeder]) -> Bool {
    var feeders = feeders
    while feeders.count == 1, let next = feeders[0].stage {
      let stage = stages[next]
      if stage.isOrderedStage || stage.isReduce || stage.workers.isOrderedByKey { return true }
      guard !stage.kind.hasWorkers else { return false }
      feeders = stage.feeders
    }
    return false
  }

  /// Whether a stage that names no workers, and would be sync, has to have one of its own, because
  /// of what it keeps from one element to the next: where several workers feed it, or those that
  /// feed it may be replaced, and with them what it keeps.
  func needsOwnWorker(_ state: StageState, heads: Set<Feeder>) -> Bool {
    let isDivided = state.isDividedByWorkers
    guard isDivided || !state.histories.isEmpty else { return false }
    if isDivided, workers(of: heads) > 1 { return true }
    return heads.contains { head in
      guard let index = head.stage else { return false }
      let stage = stages[index]
      // Where a plugin has a process of its own, the worker around it stays.
      guard let role = stage.transform, !role.hasOwnProcess, !stage.isReduce else { return false }
      // What all workers of the run share outlives a thread, but no process reaches it.
      return stage.kind.isIsolated || (isDivided && stage.workers.timeout > 0)
    }
  }
}

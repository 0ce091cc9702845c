import SwpipeCore

extension Draft {
  /// In how many workers a stage runs if it is sync: in all those that its elements come from.
  ///
  /// The feeders must be settled already.
  func feedingWorkers(of index: Int) -> Int {
    workers(of: heads(of: index))
  }

  /// The sources and stages whose workers feed a stage, itself or through sync stages: two ways from
  /// one of them are one worker's.
  ///
  /// The feeders must be settled already.
  func heads(of index: Int) -> Set<Feeder> {
    var heads: Set<Feeder> = []
    for feeder in stages[index].feeders ?? [] {
      if case .stage(let next) = feeder, stages[next].kind == .sync {
        heads.formUnion(stages[next].heads)
      } else {
        heads.insert(feeder)
      }
    }
    return heads
  }

  /// How many workers these have together.
  func workers(of heads: Set<Feeder>) -> Int {
    heads.reduce(0) { sum, head in
      switch head {
      case .source: min(sum + 1, SpecParser.countLimit)
      case .stage(let index): min(sum + stages[index].workers, SpecParser.countLimit)
      }
    }
  }

  /// Settles in how many workers a stage runs, once its kind and workers are known.
  mutating func settleSpread(of index: Int) {
    guard stages[index].kind == .sync else {
      stages[index].spread = stages[index].workers
      return
    }
    stages[index].heads = heads(of: index)
    stages[index].spread = workers(of: stages[index].heads)
  }

  /// Whether a stage reads one stage whose several workers put their output in order.
  func isFedInOrder(_ index: Int) -> Bool {
    var at = index
    while let feeders = stages[at].feeders, feeders.count == 1, case .stage(let next) = feeders[0] {
      if stages[next].isOrderedStage || stages[next].isOrderedByKey { return true }
      guard stages[next].kind == .sync else { return false }
      at = next
    }
    return false
  }
}

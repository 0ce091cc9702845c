import SwpipeCore

extension Draft {
  /// In how many workers a stage runs if it is sync: in all those of each feeder.
  ///
  /// The feeders must be settled already.
  func feedingWorkers(of index: Int) -> Int {
    Set(stages[index].feeders ?? []).reduce(0) { sum, feeder in
      switch feeder {
      case .source: min(sum + 1, SpecParser.countLimit)
      case .stage(let index): min(sum + stages[index].spread, SpecParser.countLimit)
      }
    }
  }

  /// Settles in how many workers a stage runs, once its kind and workers are known.
  mutating func settleSpread(of index: Int) {
    stages[index].spread =
      stages[index].kind == .sync ? feedingWorkers(of: index) : stages[index].workers
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

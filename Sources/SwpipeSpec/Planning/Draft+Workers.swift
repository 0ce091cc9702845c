import SwpipeCore

extension Draft {
  /// In how many workers a stage runs if it is sync: in all those that feed it.
  func feedingWorkers(of index: Int) -> Int {
    Set(stages[index].feeders ?? []).reduce(0) { sum, feeder in
      switch feeder {
      case .source: sum + 1
      case .stage(let index):
        sum + (stages[index].kind == .sync ? feedingWorkers(of: index) : stages[index].workers)
      }
    }
  }

  /// Whether a stage reads one stage whose several workers put their output in order.
  func isFedInOrder(_ index: Int) -> Bool {
    guard let feeders = stages[index].feeders, feeders.count == 1,
      case .stage(let feeder)? = feeders.first
    else { return false }
    let stage = stages[feeder]
    if stage.isOrderedStage { return true }
    return stage.kind == .sync
      ? isFedInOrder(feeder) : stage.isOrderedByKey
  }
}

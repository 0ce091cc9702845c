internal import SwpipeCore
internal import Synchronization

/// Who of a stage's workers has started and who is done; hands out the `stage_status` of each end.
final class StageRoll: Sendable {
  private struct State {
    var started: Set<Int> = []
    var ended: Set<Int> = []
  }

  private let workers: Int
  private let counters: StageCounters
  private let state = Lock(State())

  init(workers: Int, counters: StageCounters) {
    self.workers = workers
    self.counters = counters
  }

  func started(_ index: Int) {
    state.withLock { _ = $0.started.insert(index) }
  }

  /// A worker is done; nil if that was known, so that `on_done` runs once for each index.
  ///
  /// Exactly one worker is told that it is the last.
  func ended(_ index: Int) -> StageStatus? {
    let left: Int? = state.withLock { state in
      guard state.ended.insert(index).inserted else { return nil }
      return workers - state.ended.count
    }
    guard let left else { return nil }
    let out = counters.kept.load(ordering: .relaxed)
    let emitted = counters.emitted.load(ordering: .relaxed)
    return StageStatus(
      activeWorkers: left,
      elementsIn: counters.arrived.load(ordering: .relaxed),
      elementsOut: emitted > 0 ? emitted : out,
      failed: counters.failed.load(ordering: .relaxed),
      last: left == 0
    )
  }

  /// The workers that have started and not ended: those that are stuck when a run is over.
  var lost: [Int] {
    state.withLock { $0.started.subtracting($0.ended).sorted() }
  }
}

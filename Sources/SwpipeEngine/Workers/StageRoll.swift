internal import SwpipeCore
internal import Synchronization

/// Who of a stage's workers has started and who is done; hands out the `stage_status` of each end.
final class StageRoll: Sendable {
  private struct State {
    var started: Set<Int> = []
    var ended: Set<Int> = []
    /// What the process says that knows all workers, where this one knows its own only.
    var told: StageStatus?
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
    let (left, told): (Int?, StageStatus?) = state.withLock { state in
      guard state.ended.insert(index).inserted else { return (nil, nil) }
      return (workers - state.ended.count, state.told)
    }
    guard let left else { return nil }
    if let told { return told }
    let out = counters.kept.load(ordering: .relaxed)
    let emitted = counters.emitted.load(ordering: .relaxed)
    return StageStatus(
      activeWorkers: left,
      elementsIn: counters.arrived.load(ordering: .relaxed),
      elementsOut: emitted > 0 ? emitted : out,
      failed: counters.failed.load(ordering: .relaxed)
        + counters.skipped.load(ordering: .relaxed),
      last: left == 0
    )
  }

  /// The worker's end was not its end: it died before it could run `on_done`.
  func reopen(_ index: Int) {
    state.withLock { _ = $0.ended.remove(index) }
  }

  /// Takes the word of another process on what `ended` returns.
  func tell(_ status: StageStatus) {
    state.withLock { $0.told = status }
  }

  /// The workers that have started and not ended: those that are stuck when a run is over.
  var lost: [Int] {
    state.withLock { $0.started.subtracting($0.ended).sorted() }
  }
}

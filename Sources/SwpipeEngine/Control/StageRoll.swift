internal import SwpipeCore
internal import Synchronization

/// Who of a stage's workers has started and who is done; hands out the `stage_status` of each end.
///
/// Which end is the last one is known only when it is known of all workers whether they start. So an
/// end waits for the starts: in a run that goes well for all of them, in one that ends for those under
/// way, since from then on no other begins.
final class StageRoll: Sendable {
  private struct State {
    /// Those that are starting.
    var starting: Set<Int> = []
    var started: Set<Int> = []
    /// Those that will never start.
    var absent: Set<Int> = []
    var ended: Set<Int> = []
    /// The one whose end was the last.
    var last: Int?
    /// Whether no other may begin to start.
    var isClosed = false
    /// Tasks that wait for the starts.
    var waiting: [UnsafeContinuation<Void, Never>] = []
    /// What the process says that knows all workers, where this one knows its own only.
    var told: StageStatus?
  }

  private let workers: Int
  private let isWhole: Bool
  private let counters: StageCounters
  private let state = Lock(State())
  /// Opens when it is known of all workers whether they start.
  private let settlement = Futex()

  /// `isWhole` is whether all workers of the stage are entered here; a worker process knows its own
  /// alone, and is told of the others.
  init(workers: Int, isWhole: Bool, counters: StageCounters) {
    self.workers = workers
    self.isWhole = isWhole
    self.counters = counters
  }

  // MARK: Starts

  /// A worker begins to start; false where the run ends, so that it must not.
  func begin(_ index: Int) -> Bool {
    change { state in
      // One that replaces another has begun before.
      if state.started.contains(index) { return true }
      guard !state.isClosed, !state.absent.contains(index) else {
        state.absent.insert(index)
        return false
      }
      state.starting.insert(index)
      return true
    }
  }

  /// A worker has started; false where it was given up meanwhile and counts as one that never did.
  @discardableResult
  func started(_ index: Int) -> Bool {
    change { state in
      state.starting.remove(index)
      guard !state.absent.contains(index) else { return false }
      state.started.insert(index)
      return true
    }
  }

  /// A worker that began to start will never have started.
  func missed(_ index: Int) {
    change { state in
      guard !state.started.contains(index) else { return }
      state.starting.remove(index)
      state.absent.insert(index)
    }
  }

  /// No other worker may begin to start, because the run ends.
  func close() {
    change { $0.isClosed = true }
  }

  /// Waits no longer for the workers that are starting; whether there were any.
  ///
  /// They count as such that never started, whatever becomes of them.
  func giveUpStarts() -> Bool {
    change { state in
      defer {
        state.absent.formUnion(state.starting)
        state.starting = []
      }
      return !state.starting.isEmpty
    }
  }

  /// Whether a worker has started.
  func hasStarted(_ index: Int) -> Bool {
    state.withLock { $0.started.contains(index) }
  }

  private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
    var isSettled = false
    var waiting: [UnsafeContinuation<Void, Never>] = []
    let value = state.withLock { state in
      let value = body(&state)
      isSettled = areStartsKnown(state)
      if isSettled { swap(&waiting, &state.waiting) }
      return value
    }
    if isSettled { settlement.open() }
    for continuation in waiting { continuation.resume() }
    return value
  }

  private func areStartsKnown(_ state: State) -> Bool {
    if !isWhole { return true }
    return state.isClosed
      ? state.starting.isEmpty : state.started.count + state.absent.count == workers
  }

  // MARK: Ends

  /// Whether it is known of all workers whether they start, so that `ended` need not wait.
  var isSettled: Bool { state.withLock { areStartsKnown($0) } }

  /// Has a task resumed when it is; false if it is now.
  func register(_ continuation: UnsafeContinuation<Void, Never>) -> Bool {
    state.withLock { state in
      if areStartsKnown(state) { return false }
      state.waiting.append(continuation)
      return true
    }
  }

  /// A worker is done; nil if that was known, so that `on_done` runs once for each index.
  ///
  /// Exactly one worker is told that it is the last. Waits until it is known which one that is.
  func ended(_ index: Int) -> StageStatus? {
    if !isSettled { settlement.wait() }
    let (left, isLast, told): (Int?, Bool, StageStatus?) = state.withLock { state in
      guard state.ended.insert(index).inserted, isWhole || state.told != nil else {
        return (nil, false, nil)
      }
      let left = state.started.subtracting(state.ended).count
      guard left == 0, state.last == nil else { return (left, false, state.told) }
      state.last = index
      return (left, true, state.told)
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
      last: isLast
    )
  }

  /// The worker's end was not its end: it died before it could run `on_done`.
  func reopen(_ index: Int) {
    state.withLock { state in
      state.ended.remove(index)
      if state.last == index { state.last = nil }
    }
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

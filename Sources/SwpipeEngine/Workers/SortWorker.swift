internal import SwpipeCore

/// The loop of `ordered` behind a merge: take everything, then hand it on by element_index.
///
/// It holds at most about 64 MiB, or a quarter of the memory limit, and the rest on disk. These
/// bytes are not part of the memory budget, which workers wait for: they are only given back when
/// the sources have ended.
final class SortWorker {
  private let plan: StagePlan
  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let control: RunControl
  private let sorter: Sorter
  private var builder = BatchBuilder()
  private var grain = Grain(limit: .max)
  /// The elements that were taken and not handed on.
  private var held = 0

  init(
    plan: StagePlan,
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane
  ) {
    self.plan = plan
    self.queue = queue
    self.counters = counters
    self.lane = lane
    control = lane.control
    sorter = Sorter(
      limit: SpillFile.limit(memory: control.budget.limit),
      directory: control.temporaryDirectory,
      stop: control.stop
    )
  }

  func run() {
    if lane.isClosed { control.laneClosed(lane.unit) }
    do {
      if try collect() { try emit() }
    } catch {
      var failure = error
      failure.stage = plan.id
      failure.place = plan.place
      control.fail(failure)
    }
    drop(held)
    lane.end()
  }

  /// Takes all elements; false when the run stopped.
  private func collect() throws(RunFailure) -> Bool {
    while true {
      switch queue.take(upTo: .max, parker: lane.delivery.parker) {
      case .segment(let segment):
        held += segment.count
        counters.take(segment.count)
        let started = Clock.now
        try sorter.append(Slice(segment.batch, segment.range), input: segment.input)
        counters.work(since: started)
      case .ended: return true
      case .cancelled: return false
      }
      if control.isStopped { return false }
    }
  }

  private func emit() throws(RunFailure) {
    var started = Clock.now
    var merge = try sorter.merge()
    while let first = merge.current, !isOver {
      let shape = first.shape
      builder.begin(copying: sorter.shapes[shape])
      while let cursor = merge.current, cursor.shape == shape, !builder.isFull {
        cursor.append(to: &builder)
        try merge.advance()
      }
      let batch = builder.freeze(budget: control.budget)
      counters.work(since: started)
      if let batch { hand(batch) }
      started = Clock.now
    }
  }

  /// Whether nobody below takes elements any more.
  private var isOver: Bool { control.isStopped || lane.isClosed }

  private func hand(_ batch: Batch) {
    var rest = 0..<batch.count
    while !rest.isEmpty, !isOver {
      let count =
        lane.runners.isEmpty ? rest.count : lane.delivery.reserve(min(grain.size, rest.count))
      let part = rest.lowerBound..<rest.lowerBound + count
      let started = Clock.now - lane.delivery.parker.waited
      held -= count
      counters.settle(count, as: .kept)
      lane.hand(batch, part, to: lane.outlets)
      lane.delivery.endSlice(count: count)
      grain.learn(count: count, nanoseconds: Clock.now - lane.delivery.parker.waited - started)
      rest = part.upperBound..<rest.upperBound
    }
  }

  private func drop(_ count: Int) {
    held -= count
    counters.settle(count, as: .dropped(isStopped: control.isEnding))
  }
}

internal import SwpipeCore

/// The loop of a task worker: as a thread's, but suspended where that one blocks.
///
/// It belongs to one Swift task. A transform that awaits is worked on an element at a time, so that
/// each element's wait is its own.
final class TaskWorker {
  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let runner: StageRunner
  private let isVarying: Bool
  private var grain: Grain

  init(
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    workers: Int,
    isVarying: Bool,
    window: Int?
  ) {
    self.queue = queue
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.isVarying = isVarying || runner.awaits
    let shared = [queue.maxsize, window ?? 0].filter { $0 > 0 }.min()
    grain = Grain(limit: self.isVarying ? 1 : shared.map { $0 / workers } ?? 8192)
  }

  func run() async {
    loop: while true {
      switch await queue.take(upTo: grain.size) {
      case .segment(let segment): await work(on: segment)
      case .ended, .cancelled: break loop
      }
    }
    lane.end()
  }

  private func work(on segment: Segment) async {
    StageCounters.add(segment.count, to: counters.held)
    var rest = segment
    let started = Clock.now
    while rest.count > 0 {
      if lane.control.isStopped {
        StageCounters.add(-rest.count, to: counters.held)
        StageCounters.add(rest.count, to: counters.abandoned)
        return
      }
      let part = rest.removeFirst(lane.reserve(rest.count))
      lane.beginSlice(arrival: part.arrival)
      await process(part)
      await lane.completeInterval(count: part.count)
    }
    if !isVarying { grain.learn(count: segment.count, nanoseconds: Clock.now - started) }
    if runner.isExhausted || lane.isClosed { lane.control.laneClosed(lane.unit) }
  }

  private func process(_ part: Segment) async {
    runner.begin(part.batch, part.range)
    var step = StageRunner.Step.more
    while step != .done {
      if let event = runner.beginWait() { await wait(for: event) }
      step = runner.step()
      await lane.flush()
      if case .wait(let nanoseconds) = step { await wait(for: .time(nanoseconds)) }
    }
  }

  private func wait(for event: AwaitedEvent) async {
    switch event {
    case .time(let nanoseconds):
      // A stop cancels the task, which ends the sleep; the next step sees it.
      if nanoseconds > 0 { try? await Task.sleep(nanoseconds: UInt64(nanoseconds)) }
    case .operation(let operation): await operation()
    }
  }
}

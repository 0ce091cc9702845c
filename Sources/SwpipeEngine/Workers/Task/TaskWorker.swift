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
  private let deadline: ElementDeadline?
  private let isVarying: Bool
  private var grain: Grain

  init(
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    deadline: ElementDeadline?,
    workers: Int,
    isVarying: Bool,
    window: Int?
  ) {
    self.queue = queue
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.deadline = deadline
    self.isVarying = isVarying || runner.awaits || deadline != nil
    let shared = [queue.maxsize, window ?? 0].filter { $0 > 0 }.min()
    grain = Grain(limit: self.isVarying ? 1 : shared.map { $0 / workers } ?? 8192)
  }

  /// Runs to the end; first does with an element that another worker was given up on what
  /// `on_error` says.
  func run(takingOver overrun: ElementDeadline.Overrun? = nil) async {
    if let overrun { await takeOver(overrun) }
    loop: while !runner.isGivenUp {
      switch await queue.take(upTo: grain.size) {
      case .segment(let segment): await work(on: segment)
      case .ended, .cancelled: break loop
      }
    }
    if runner.isGivenUp { runner.leave() } else { lane.end() }
  }

  private func takeOver(_ overrun: ElementDeadline.Overrun) async {
    let segment = overrun.segment
    lane.beginSlice(arrival: segment.arrival)
    deadline?.take(segment)
    await finish(runner.takeOver(overrun))
    if !runner.isGivenUp { await lane.completeInterval(count: segment.count) }
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
      let part = rest.removeFirst(deadline != nil ? 1 : lane.reserve(rest.count))
      lane.beginSlice(arrival: part.arrival)
      deadline?.take(part)
      runner.begin(part.batch, part.range)
      await finish(.more)
      if runner.isGivenUp { return }
      await lane.completeInterval(count: part.count)
    }
    if !isVarying { grain.learn(count: segment.count, nanoseconds: Clock.now - started) }
    if runner.isExhausted || lane.isClosed { lane.control.laneClosed(lane.unit) }
  }

  /// Does all that is left after a step, suspended where a thread would block.
  private func finish(_ step: StageRunner.Step) async {
    var step = step
    while true {
      await lane.flush()
      switch step {
      case .done, .givenUp: return
      case .more: break
      case .wait(let nanoseconds): await sleep(nanoseconds)
      }
      if let event = runner.beginWait(), await !wait(for: event) {
        step = runner.failByTimeout()
      } else {
        step = runner.step()
      }
    }
  }

  /// Waits for an event; false when the stage's timeout was over first.
  private func wait(for event: AwaitedEvent) async -> Bool {
    let limit = deadline?.timeout ?? .max
    switch event {
    case .time(let nanoseconds):
      await sleep(min(nanoseconds, limit))
      return nanoseconds <= limit
    case .operation(let operation):
      guard limit < .max else {
        await operation()
        return true
      }
      return await withTaskGroup(of: Bool.self) { group in
        group.addTask {
          await operation()
          return true
        }
        group.addTask {
          do {
            try await Task.sleep(nanoseconds: UInt64(limit))
            return false
          } catch {
            return true
          }
        }
        let isInTime = await group.next() ?? true
        group.cancelAll()
        return isInTime
      }
    }
  }

  /// A stop cancels the task, which ends the sleep; the next step sees it.
  private func sleep(_ nanoseconds: Int64) async {
    if nanoseconds > 0 { try? await Task.sleep(nanoseconds: UInt64(nanoseconds)) }
  }
}

internal import SwpipeCore

/// The loop of a worker with a queue: take a slice, run it through the lane, hand on; till the end.
final class StageWorker {
  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let runner: StageRunner
  private let deadline: ElementDeadline?
  private let isVarying: Bool
  /// Whether the transform returns early, so that what it has not touched can go back.
  private let isInterruptible: Bool
  private var grain: Grain

  /// The time past which the untouched rest of a slice goes back to the queue.
  private static let patience: Int64 = 1_000_000
  /// The same for transforms that return early, which look at a coarser clock.
  private static let interruptiblePatience: Int64 = 8_000_000

  init(
    intake: Intake,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    deadline: ElementDeadline?,
    policy: SlicePolicy
  ) {
    queue = intake.queue
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.deadline = deadline
    // With a timeout each element is on its own, so nothing untouched is ever in hand.
    isVarying = policy.isVarying && deadline == nil
    isInterruptible = runner.isInterruptible && deadline == nil
    grain = policy.grain(limit: deadline != nil ? 1 : intake.share)
  }

  /// Runs to the end; first does with an element that another worker was given up on what
  /// `on_error` says.
  func run(takingOver overrun: ElementDeadline.Overrun? = nil) {
    if let overrun { takeOver(overrun) }
    // It may want nothing from the start on, and its input be silent.
    noteClosed()
    loop: while !runner.isGivenUp {
      let leases = isVarying || isInterruptible
      switch queue.take(upTo: grain.size, leasing: leases, parker: lane.delivery.parker) {
      case .segment(let segment): work(on: segment)
      case .ended, .cancelled: break loop
      }
    }
    if runner.isGivenUp { runner.leave() } else { lane.end() }
  }

  private func takeOver(_ overrun: ElementDeadline.Overrun) {
    let segment = overrun.segment
    lane.delivery.beginSlice(arrival: segment.arrival)
    deadline?.take(segment)
    runner.finish(runner.takeOver(overrun))
    if !runner.isGivenUp { lane.delivery.endSlice(count: segment.count) }
  }

  private func work(on segment: Segment) {
    counters.take(segment.count)
    var rest = segment
    let started = Clock.now
    let waitedBefore = lane.delivery.parker.waited
    var moment = started
    while rest.count > 0 {
      if lane.control.isStopped {
        abandon(rest, hasBegun: rest.count < segment.count)
        return
      }
      // A reservation would be lost with a worker that is given up.
      let count = deadline != nil ? 1 : lane.delivery.reserve(isVarying ? 1 : rest.count)
      let part = rest.removeFirst(count)
      lane.delivery.beginSlice(arrival: part.arrival)
      deadline?.take(part)
      if isInterruptible {
        let left = processTouched(part, isFirst: part.arrival == segment.arrival)
        lane.delivery.endSlice(count: count - left)
        guard left > 0 else { continue }
        rest.restore(left)
        putBack(rest)
        break
      }
      runner.process(part.batch, part.range)
      if runner.isGivenUp { return }
      lane.delivery.endSlice(count: count)
      if isVarying {
        moment = Clock.now
        guard !rest.range.isEmpty else { break }
        if moment - started > StageWorker.patience {
          putBack(rest)
          break
        }
        // The next element leaves the queue's account now that its turn has come.
        queue.release(leased: 1)
      }
    }
    let done = segment.count - rest.count
    // A wait for room says nothing about the elements.
    let waited = lane.delivery.parker.waited - waitedBefore
    grain.learn(count: done, nanoseconds: (isVarying ? moment : Clock.now) - started - waited)
    noteClosed()
  }

  private func noteClosed() {
    if runner.isExhausted || lane.isClosed { lane.control.laneClosed(lane.unit) }
  }

  /// Works on elements until that takes long; how many of them, at the end, are untouched then.
  ///
  /// Elements leave the queue's account when they are touched; the first of what was taken has left
  /// it already.
  private func processTouched(_ part: Segment, isFirst: Bool) -> Int {
    var released = isFirst ? 1 : 0
    func release(_ touched: Int) {
      guard touched > released else { return }
      queue.release(leased: touched - released)
      released = touched
    }
    let left = runner.process(
      part.batch,
      part.range,
      within: StageWorker.interruptiblePatience,
      touched: release
    )
    release(part.count - left)
    return left
  }

  private func putBack(_ segment: Segment) {
    counters.letGo(segment.count)
    let dropped = queue.putBack(segment, isLeased: true)
    counters.drop(dropped, as: .dropped(isStopped: lane.control.isEnding))
  }

  /// `hasBegun` is whether an element of what was taken is done: only the very first is not leased.
  private func abandon(_ segment: Segment, hasBegun: Bool) {
    if isVarying {
      queue.release(leased: segment.count - 1)
    } else if isInterruptible {
      queue.release(leased: hasBegun ? segment.count : segment.count - 1)
    }
    counters.settle(segment.count, as: .abandoned)
  }
}

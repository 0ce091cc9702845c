internal import SwpipeCore
internal import Synchronization

/// Where a lane hands elements on: a queue, the counts of the stage or sink behind it, and which of
/// its inputs this is.
final class QueueTarget: Sendable {
  let queue: BoundedQueue
  /// The unit behind the queue, by its number in the graph.
  let unit: Int
  let input: Int
  private let counters: StageCounters
  private let memory: MemoryGate
  private let closed = Atomic<Bool>(false)

  init(queue: BoundedQueue, unit: Int, input: Int, counters: StageCounters, memory: MemoryGate) {
    self.memory = memory
    self.queue = queue
    self.unit = unit
    self.input = input
    self.counters = counters
  }

  /// Whether a push found that nobody takes elements any more.
  var isClosed: Bool { closed.load(ordering: .relaxed) }

  /// Takes another process's word for that.
  func markClosed() {
    closed.store(true, ordering: .relaxed)
  }

  /// Whether elements may not be handed on now, for want of memory.
  var mustWaitForMemory: Bool { memory.mustWait(toFeed: unit) }

  /// Hands elements on, waiting for memory and for room; counts those that nobody takes any more, and
  /// those that found no room in time, see `BoundedQueue.push`.
  func push(
    _ segment: Segment,
    reserved: Int = 0,
    parker: Parker,
    patience: () -> Int64? = { nil },
    beforeWaiting: () -> Void = {}
  ) {
    memory.wait(toFeed: unit, parker: parker, patience: patience, beforeWaiting: beforeWaiting)
    var segment = segment
    segment.input = input
    counters.arrive(segment.count)
    count(
      queue.push(
        segment,
        reserved: reserved,
        parker: parker,
        patience: patience,
        beforeWaiting: beforeWaiting
      )
    )
  }

  /// Hands on as many elements as there is room for and removes them from `rest`; false where some
  /// have to wait.
  func attemptPush(_ rest: inout Segment, reserved: Int) -> Bool {
    rest.input = input
    let before = rest.count
    let outcome = queue.attemptPush(&rest, reserved: reserved)
    switch outcome {
    case .accepted:
      counters.arrive(before - rest.count)
      return rest.range.isEmpty
    case .discarded: count(.discarded(before))
    case .cancelled: count(.cancelled(before))
    }
    counters.arrive(before)
    return true
  }

  private func count(_ outcome: BoundedQueue.PushOutcome) {
    switch outcome {
    case .done: break
    case .discarded(let count):
      closed.store(true, ordering: .relaxed)
      counters.drop(count, as: .consumed)
    case .cancelled(let count): counters.drop(count, as: .abandoned)
    }
  }

  /// Counts elements that never reached the queue because the run stopped.
  func abandon(_ count: Int) {
    counters.arrive(count)
    counters.drop(count, as: .abandoned)
  }
}

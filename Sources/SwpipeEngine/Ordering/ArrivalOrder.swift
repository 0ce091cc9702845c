internal import SwpipeCore
internal import Synchronization

/// Puts what the workers of an ordered stage give into the order in which it reached their queue.
///
/// At most a window of elements is between dispatch and emission; the queue's dispatch limit keeps
/// to it. A worker never waits here with an element that an earlier one needs.
final class ArrivalOrder: Sendable {
  /// What one interval gave: segments and the queues they go to.
  typealias Records = [Record]

  struct Record: Sendable {
    var target: QueueTarget
    var segment: Segment
  }

  private let state = Lock(OrderState<Records, Waiter>())
  private let queue: BoundedQueue
  /// How many elements may be between dispatch and emission.
  let window: Int
  private let memoryWaiters: MemoryWaiters?

  init(queue: BoundedQueue, window: Int, memoryWaiters: MemoryWaiters? = nil) {
    self.queue = queue
    self.window = window
    self.memoryWaiters = memoryWaiters
  }

  /// Whether an interval that is complete has not been emitted.
  func isPending(_ start: Int64) -> Bool { state.withLock { $0.isPending(start) } }

  /// An interval is done; emits it, and what waited for it, if it is due.
  func complete(from start: Int64, count: Int, _ records: Records, parker: Parker) {
    let action = state.withLock { $0.complete(from: start, count: count, records) }
    if action == .emit { emit(parker: parker) }
  }

  /// Waits until everything before `start` is emitted; the caller then emits itself.
  ///
  /// Ends early, without the turn, when the run stops.
  func awaitTurn(of start: Int64, parker: Parker) {
    let isTurn = state.withLock { $0.awaitTurn(of: start, .thread(parker)) }
    if !isTurn { parker.park() }
  }

  /// The caller, whose turn it was, has emitted its interval.
  func endTurn(count: Int, parker: Parker) {
    state.withLock { $0.emitted(count: count) }
    emit(parker: parker)
  }

  /// The same as `complete` for a worker that cannot block; whether it is to emit itself what
  /// `takeDue` gives, until that gives nothing.
  func complete(from start: Int64, count: Int, _ records: Records) -> Bool {
    state.withLock { $0.complete(from: start, count: count, records) } == .emit
  }

  /// Registers who waits for everything before `start` to be emitted; false if it is by now, or the
  /// run stops.
  func register(_ waiter: Waiter, forTurnOf start: Int64) -> Bool {
    state.withLock { !$0.awaitTurn(of: start, waiter) }
  }

  /// The same as `endTurn` for a worker that cannot block; it then emits what `takeDue` gives.
  func endTurn(count: Int) {
    state.withLock { $0.emitted(count: count) }
  }

  /// What the emitter emits next; nil when there is nothing due, or another worker's turn has come.
  func takeDue() -> Records? {
    let (next, due) = state.withLock { state in (state.next(), state.due) }
    let (limit, isEndless) = due.addingReportingOverflow(Int64(window))
    queue.raiseDispatchLimit(to: isEndless ? .max : limit)
    memoryWaiters?.wakeIfAny()
    switch next {
    case .payload(let records): return records
    case .handOver(let waiter):
      waiter.resume()
      return nil
    case .nothing: return nil
    }
  }

  /// Gives up what waits, after a stop.
  func drain() {
    let (payloads, waiters) = state.withLock { state in state.drain() }
    for record in payloads.joined() { record.target.abandon(record.segment.count) }
    for waiter in waiters { waiter.resume() }
  }

  private func emit(parker: Parker) {
    while let records = takeDue() {
      for record in records { record.target.push(record.segment, parker: parker) }
    }
  }
}

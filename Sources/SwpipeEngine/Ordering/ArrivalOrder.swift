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
  private let window: Int64

  init(queue: BoundedQueue, window: Int) {
    self.queue = queue
    self.window = Int64(window)
  }

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

  /// The same as `complete` for a task, which is suspended while a queue below has no room.
  func complete(from start: Int64, count: Int, _ records: Records) async {
    let action = state.withLock { $0.complete(from: start, count: count, records) }
    if action == .emit { await emit() }
  }

  /// The same as `awaitTurn` for a task, which is suspended meanwhile.
  func awaitTurn(of start: Int64) async {
    await withUnsafeContinuation { continuation in
      let isTurn = state.withLock { $0.awaitTurn(of: start, .task(continuation)) }
      if isTurn { continuation.resume() }
    }
  }

  /// The same as `endTurn` for a task.
  func endTurn(count: Int) async {
    state.withLock { $0.emitted(count: count) }
    await emit()
  }

  /// What the emitter emits next; nil when there is nothing due, or another worker's turn has come.
  private func takeDue() -> Records? {
    let (next, due) = state.withLock { state in (state.next(), state.due) }
    queue.raiseDispatchLimit(to: due + window)
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

  private func emit() async {
    while let records = takeDue() {
      for record in records { await record.target.push(record.segment) }
    }
  }

  private func emit(parker: Parker) {
    while let records = takeDue() {
      for record in records { record.target.push(record.segment, parker: parker) }
    }
  }
}

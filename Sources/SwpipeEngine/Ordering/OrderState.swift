/// The state behind `ordered: true`, as a plain value: what is done, and whose turn it is.
///
/// Intervals of arrival numbers are completed in any order and emitted in theirs, by one emitter at
/// a time. Whoever completes the interval that is due becomes the emitter, unless there is one.
struct OrderState<Payload: Sendable, Waiter: Sendable>: Sendable {
  /// What the caller does after `complete`.
  enum Completion: Sendable, Equatable {
    /// Nothing: an earlier interval is still being worked on, or another worker emits.
    case kept
    /// Emit: call `next` until it gives nothing.
    case emit
  }

  enum Next: Sendable {
    /// Emit this, then call again.
    case payload(Payload)
    /// A worker waits for its turn, and it is: wake it, it is the emitter now.
    case handOver(Waiter)
    /// Nothing is due; there is no emitter now.
    case nothing
  }

  private struct Interval: Sendable {
    var count: Int
    var payload: Payload
  }

  /// The arrival number that is due.
  private(set) var due: Int64 = 0
  private(set) var isEmitting = false
  /// Set by a stop: nobody waits any more.
  private(set) var isOver = false
  private var completed: [Int64: Interval] = [:]
  private var turnWaiters: [Int64: Waiter] = [:]

  init() {}

  mutating func complete(from start: Int64, count: Int, _ payload: Payload) -> Completion {
    completed[start] = Interval(count: count, payload: payload)
    guard !isEmitting, start == due else { return .kept }
    isEmitting = true
    return .emit
  }

  /// Whether an interval is complete and was not emitted.
  func isPending(_ start: Int64) -> Bool { completed[start] != nil }

  /// What the emitter does next.
  ///
  /// An interval counts as emitted from here on.
  mutating func next() -> Next {
    if let interval = completed.removeValue(forKey: due) {
      due += Int64(interval.count)
      return .payload(interval.payload)
    }
    if let waiter = turnWaiters.removeValue(forKey: due) { return .handOver(waiter) }
    isEmitting = false
    return .nothing
  }

  /// Asks for the turn of an unfinished interval, to emit part of it before the rest is made.
  ///
  /// Returns true when the caller is the emitter now; else it waits until it is handed over.
  mutating func awaitTurn(of start: Int64, _ waiter: Waiter) -> Bool {
    if isOver { return true }
    if start == due, !isEmitting {
      isEmitting = true
      return true
    }
    turnWaiters[start] = waiter
    return false
  }

  /// The emitter by `awaitTurn` has emitted its whole interval.
  mutating func emitted(count: Int) {
    due += Int64(count)
  }

  /// Takes out what will not be emitted, after a stop, and who still waits.
  mutating func drain() -> (payloads: [Payload], waiters: [Waiter]) {
    isOver = true
    let payloads = completed.values.map(\.payload)
    let waiters = Array(turnWaiters.values)
    completed = [:]
    turnWaiters = [:]
    return (payloads, waiters)
  }
}

internal import SwpipeCore

/// What a task gives goes into the queues below between its steps, because a task must not block.
///
/// After a step the task calls `collect`, and then `handOn` until nothing is in its way. For an ordered
/// stage it is a state machine: an interval is kept and completed, or it becomes too much, waits for its
/// turn and is emitted as it is made.
final class DeferredDelivery {
  /// What has to be waited for before more can be handed on.
  enum Obstacle {
    case room(BoundedQueue)
    /// Memory for what goes to a unit.
    case memory(unit: Int)
    /// The same, or the emission of an interval that others before it keep waiting.
    case memoryOrEmission(ArrivalOrder, of: Int64)
    /// The turn of the interval at hand, which gives so much that it is emitted as it is made.
    case emission(ArrivalOrder, of: Int64)
  }

  /// The elements of an ordered stage that are worked on together.
  private struct Interval {
    let order: ArrivalOrder
    /// The arrival number of the first one.
    var start: Int64
  }

  private enum Phase {
    /// The stage is not ordered: what a step gave goes out after it.
    case unordered
    /// What the interval gives is kept.
    case keeping(Interval)
    /// It has given too much to be kept, and its turn is to be waited for.
    case awaitingTurn(Interval)
    /// It is its turn: what a step gave goes out after it.
    case emitting(Interval)
    /// It is over, and what is due by now, perhaps of others, goes out.
    case emittingDue(Interval)
    /// It is complete, and others before it are not.
    case behind(Interval)
  }

  private let memory: MemoryGate
  private var reservation: Reservation
  private var phase: Phase
  /// What was given since `collect`.
  private var given = KeptOutput()
  /// What goes out, from `handedOn` on.
  private var outgoing: ArrivalOrder.Records = []
  private var handedOn = 0

  /// `targets` are the queues below, each once; `order` is that of an ordered stage, which reserves
  /// nothing.
  init(targets: [QueueTarget], order: ArrivalOrder?, memory: MemoryGate) {
    self.memory = memory
    reservation = Reservation(order == nil ? targets : [])
    phase = order.map { .keeping(Interval(order: $0, start: 0)) } ?? .unordered
  }

  /// Reserves places for `count` elements as `DirectDelivery.reserve` does, but does not wait.
  func attemptReserve(_ count: Int) -> Reservation.Outcome { reservation.attempt(count) }

  /// Begins with elements that have this arrival number in their queue.
  func begin(arrival: Int64) {
    guard case .keeping(var interval) = phase else { return }
    interval.start = arrival
    phase = .keeping(interval)
  }

  /// Keeps what goes to one queue.
  func push(_ target: QueueTarget, _ segment: Segment) { given.append(target, segment) }

  /// Takes over what a step gave; for an ordered stage that waits for the whole interval, unless it
  /// is too much to keep.
  func collect() {
    if case .keeping(let interval) = phase {
      guard given.isTooMuch else { return }
      phase = .awaitingTurn(interval)
    }
    outgoing = given.take()
  }

  /// The elements since `begin`, so many, are done, and what they gave has been collected.
  func end(count: Int) {
    reservation.release()
    switch phase {
    case .unordered: break
    case .keeping(let interval):
      let isDue = interval.order.complete(from: interval.start, count: count, given.take())
      phase = isDue ? .emittingDue(interval) : .behind(interval)
    case .emitting(let interval):
      interval.order.endTurn(count: count)
      phase = .emittingDue(interval)
    case .awaitingTurn, .emittingDue, .behind:
      preconditionFailure("an interval ends when all that it gave has been handed on")
    }
  }

  /// Hands on what there is; says what has to be waited for, nil where nothing is left.
  func handOn() -> Obstacle? {
    while true {
      if case .awaitingTurn(let interval) = phase {
        phase = .emitting(interval)
        return .emission(interval.order, of: interval.start)
      }
      if let obstacle = handOnOutgoing() { return obstacle }
      switch phase {
      case .unordered, .keeping, .awaitingTurn, .emitting: return nil
      case .emittingDue(let interval):
        guard let due = interval.order.takeDue() else {
          phase = .keeping(interval)
          return nil
        }
        outgoing = due
      case .behind(let interval):
        if memory.mustWait(forEmission: interval.start, in: interval.order) {
          return .memoryOrEmission(interval.order, of: interval.start)
        }
        phase = .keeping(interval)
        return nil
      }
    }
  }

  private func handOnOutgoing() -> Obstacle? {
    while handedOn < outgoing.count {
      let target = outgoing[handedOn].target
      // Who must make room below may need a place that is promised to this lane.
      if target.mustWaitForMemory {
        reservation.release()
        return .memory(unit: target.unit)
      }
      let promised = reservation.use(outgoing[handedOn].segment.count, of: target.queue)
      guard target.attemptPush(&outgoing[handedOn].segment, reserved: promised) else {
        reservation.release()
        return .room(target.queue)
      }
      handedOn += 1
    }
    outgoing = []
    handedOn = 0
    return nil
  }

  /// Has a task resumed when an obstacle may be gone; false if it is by now.
  func register(_ continuation: UnsafeContinuation<Void, Never>, for obstacle: Obstacle) -> Bool {
    switch obstacle {
    case .room(let queue): queue.registerProducer(.task(continuation))
    case .memory(let unit): memory.register(continuation, toFeed: unit)
    case .memoryOrEmission(let order, let start):
      memory.register(continuation, forEmission: start, in: order)
    case .emission(let order, let start): order.register(.task(continuation), forTurnOf: start)
    }
  }
}

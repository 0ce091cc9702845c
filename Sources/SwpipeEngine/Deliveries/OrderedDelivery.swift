internal import SwpipeCore

/// What a thread of an ordered stage gives goes into the queues below in the order in which the stage
/// took the elements: kept while others before it are not done, else as it is made.
final class OrderedDelivery {
  /// What the thread waits on.
  let parker = Parker()
  private let order: ArrivalOrder
  private let memory: MemoryGate
  /// The arrival number of the first element of the slice at hand.
  private var start: Int64 = 0
  private var turn = Turn.kept(KeptOutput())

  /// Whose turn it is to emit.
  private enum Turn {
    /// That of others before the slice at hand, or it does not matter yet.
    case kept(KeptOutput)
    /// That of the slice at hand, which goes on giving.
    case own

    /// Keeps what goes to one queue; false where it is to be emitted at once.
    mutating func keep(_ target: QueueTarget, _ segment: Segment) -> Bool {
      switch consume self {
      case .kept(var output):
        output.append(target, segment)
        self = .kept(output)
        return true
      case .own:
        self = .own
        return false
      }
    }
  }

  init(order: ArrivalOrder, memory: MemoryGate) {
    self.order = order
    self.memory = memory
  }

  /// Whether the slice at hand emits as it gives.
  var hasTurn: Bool {
    if case .own = turn { true } else { false }
  }

  /// A slice begins, whose first element has this arrival number.
  ///
  /// What an element has given that was put off and comes again stays with it.
  func begin(arrival: Int64) { start = arrival }

  /// Takes what goes to one queue; past `KeptOutput.limit`, waits until it is the slice's turn.
  func push(_ target: QueueTarget, _ segment: Segment) {
    guard turn.keep(target, segment) else { return target.push(segment, parker: parker) }
    guard case .kept(var output) = turn, output.isTooMuch else { return }
    order.awaitTurn(of: start, parker: parker)
    turn = .own
    for record in output.take() { record.target.push(record.segment, parker: parker) }
  }

  /// The slice is done, of so many elements: emits what is due by now, and waits with more where memory
  /// is short and it has to be kept.
  func end(count: Int) {
    switch turn {
    case .own:
      turn = .kept(KeptOutput())
      order.endTurn(count: count, parker: parker)
    case .kept(let output):
      turn = .kept(KeptOutput())
      order.complete(from: start, count: count, output.records, parker: parker)
      memory.wait(forEmission: start, in: order, parker: parker)
    }
  }
}

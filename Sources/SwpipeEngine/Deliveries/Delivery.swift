internal import SwpipeCore

/// How what a lane gives gets to the queues below.
///
/// A worker's loop decides which one its lane has, once; nothing else tells lanes apart. A new way is a
/// case here with its type, and what the compiler then asks for.
enum Delivery {
  /// A thread puts it into the queues as it is made.
  case direct(DirectDelivery)
  /// A thread puts it into the queues in the order in which its stage took the elements.
  case ordered(OrderedDelivery)
  /// A task, which must not block, puts it into the queues between its steps; in order or not.
  case deferred(DeferredDelivery)
  /// Another process does, and it settles the elements that failed, too.
  case remote(RemoteDelivery)

  /// Takes what goes to one queue; a thread may wait here.
  func push(_ target: QueueTarget, _ segment: Segment) {
    switch self {
    case .direct(let delivery): delivery.push(target, segment)
    case .ordered(let delivery): delivery.push(target, segment)
    case .deferred(let delivery): delivery.push(target, segment)
    case .remote(let delivery): delivery.push(target, segment)
    }
  }

  // MARK: Of threads

  /// What the lane's thread waits on.
  var parker: Parker {
    switch self {
    case .direct(let delivery): delivery.parker
    case .ordered(let delivery): delivery.parker
    case .deferred, .remote: Delivery.refuse()
    }
  }

  /// How many of `count` elements the worker may begin with; waits until that is at least one.
  ///
  /// An ordered stage reserves nothing: places held for a late element would keep an early one out.
  func reserve(_ count: Int) -> Int {
    switch self {
    case .direct(let delivery): delivery.reserve(count)
    case .ordered: count
    case .deferred, .remote: Delivery.refuse()
    }
  }

  /// How many of `count` elements, which are to follow the slice at hand, the worker may send ahead.
  func reserveAhead(_ count: Int) -> Int {
    switch self {
    case .direct(let delivery): delivery.reserveAhead(count)
    case .ordered: count
    case .deferred, .remote: Delivery.refuse()
    }
  }

  /// The worker begins with elements that have this arrival number in their queue.
  func beginSlice(arrival: Int64) {
    switch self {
    case .direct: break
    case .ordered(let delivery): delivery.begin(arrival: arrival)
    case .deferred, .remote: Delivery.refuse()
    }
  }

  /// The worker is done with so many elements since `beginSlice`.
  func endSlice(count: Int) {
    switch self {
    case .direct(let delivery): delivery.endSlice()
    case .ordered(let delivery): delivery.end(count: count)
    case .deferred, .remote: Delivery.refuse()
    }
  }

  /// Gives back the places that were promised and are not used.
  func releaseReserved() {
    switch self {
    case .direct(let delivery): delivery.releaseReserved()
    case .ordered: break
    case .deferred, .remote: Delivery.refuse()
    }
  }

  private static func refuse() -> Never {
    preconditionFailure("what has no thread to block knows its delivery itself")
  }
}

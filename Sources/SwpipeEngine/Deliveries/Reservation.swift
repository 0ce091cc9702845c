/// The places in the queues below that a lane is promised for the elements that it makes next.
///
/// Each queue is asked once, for all of its inputs that the lane feeds: places promised to one input
/// would else be missing to the other, and the lane would wait for room that it holds itself.
struct Reservation {
  /// What came of trying to reserve places.
  enum Outcome {
    /// For so many elements.
    case granted(Int)
    /// Nothing is reserved; this queue has to be waited for until it has so many places.
    case crowded(BoundedQueue, places: Int)
  }

  private struct Share {
    let queue: BoundedQueue
    /// How many of the queue's inputs the lane feeds, each with all of its elements.
    var inputs: Int
    /// The places that are promised and not used up.
    var places = 0
  }

  /// One for each bounded queue.
  private var shares: [Share] = []
  /// The queue that was crowded at the last attempt.
  private var awaited: BoundedQueue?

  /// For the targets of a lane; those whose queue has no limit need no places.
  init(_ targets: [QueueTarget]) {
    for target in targets where target.queue.maxsize > 0 {
      if let known = shares.firstIndex(where: { $0.queue === target.queue }) {
        shares[known].inputs += 1
      } else {
        shares.append(Share(queue: target.queue, inputs: 1))
      }
    }
  }

  /// Reserves places for `count` elements, or for as many as there is room for, and one more, which is
  /// the worker's own to hold.
  ///
  /// A queue that is crowded is worth waiting for, see `QueueState.isCrowded`. Who then registers with
  /// it for the places named here finds it crowded still, or changed.
  mutating func attempt(_ count: Int) -> Outcome {
    // The wake-up may have been the only one for the room there, and be of no use here: another queue may
    // be crowded by now. Whoever waits behind this one must not wait for it.
    let left = awaited
    awaited = nil
    defer { left?.passOnRoom() }
    var granted = count
    for i in shares.indices where granted > 1 {
      let inputs = shares[i].inputs
      let wanted = (granted - 1) * inputs
      guard let places = shares[i].queue.reserve(wanted) else {
        release()
        awaited = shares[i].queue
        return .crowded(shares[i].queue, places: wanted)
      }
      shares[i].places = places
      granted = min(granted, places / inputs + 1)
    }
    return .granted(granted)
  }

  /// Reserves places for `count` elements, or for as many as there is room for without waiting; how many
  /// those are.
  ///
  /// None is the worker's own to hold, which is at another slice.
  mutating func attemptAhead(_ count: Int) -> Int {
    var granted = count
    for i in shares.indices where granted > 0 {
      let inputs = shares[i].inputs
      shares[i].places = shares[i].queue.reserve(granted * inputs) ?? 0
      granted = min(granted, shares[i].places / inputs)
    }
    if granted == 0 { release() }
    return granted
  }

  /// Uses up places of a queue for so many elements, as far as they were promised; how many those are.
  mutating func use(_ count: Int, of queue: BoundedQueue) -> Int {
    guard let i = shares.firstIndex(where: { $0.queue === queue }) else { return 0 }
    let used = min(shares[i].places, count)
    shares[i].places -= used
    return used
  }

  /// Gives back what was not used.
  mutating func release() {
    for i in shares.indices where shares[i].places > 0 {
      shares[i].queue.release(reserved: shares[i].places)
      shares[i].places = 0
    }
  }
}

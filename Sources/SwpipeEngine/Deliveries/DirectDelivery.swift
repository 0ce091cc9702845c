internal import SwpipeCore

/// What a thread gives goes into the queues below as it is made, as far as they were asked for places
/// before the work; for the rest the thread waits.
final class DirectDelivery {
  /// What the thread waits on.
  let parker = Parker()
  /// Nanoseconds after which what finds no room is given up, asked before each wait and when the thread
  /// is woken; nil for as long as it takes.
  private let patience: () -> Int64?
  /// The places promised for the slice at hand.
  private var current: Reservation
  /// The same for the slice after it, where that is in a process's hands already.
  private var next: Reservation

  /// `targets` are the queues below, each once.
  init(targets: [QueueTarget], patience: @escaping () -> Int64? = { nil }) {
    self.patience = patience
    current = Reservation(targets)
    next = current
  }

  /// How many of `count` elements the queues below have room for, and one more, which is the worker's
  /// own to hold.
  ///
  /// The room is reserved until `endSlice`, so that a transform runs at most once ahead of a full
  /// queue. For the one no place is reserved: a slow element would keep finished ones out of it for
  /// as long as it takes. Waits where there is only room for slices too small to be worth while.
  func reserve(_ count: Int) -> Int {
    while true {
      switch current.attempt(count) {
      case .granted(let granted): return granted
      // One finds room or is given up.
      case .crowded where patience() != nil: return 1
      case .crowded(let queue, let places): queue.waitForPlaces(places, parker: parker)
      }
    }
  }

  /// How many of `count` elements, which are to follow the slice at hand, the queues below have room for
  /// by now; that is reserved until the end of their own slice.
  ///
  /// None is the worker's own to hold, since the slice at hand has that.
  func reserveAhead(_ count: Int) -> Int { next.attemptAhead(count) }

  /// Hands elements to a queue; waits for memory and for room.
  func push(_ target: QueueTarget, _ segment: Segment) {
    let promised = current.use(segment.count, of: target.queue)
    // Who must make room below may need a place that is promised to this lane.
    target.push(
      segment,
      reserved: promised,
      parker: parker,
      patience: patience,
      beforeWaiting: releaseReserved
    )
  }

  /// Gives unused places back; those that were reserved ahead are for the slice at hand from now on.
  func endSlice() {
    current.release()
    swap(&current, &next)
  }

  /// Gives back the places that were promised and are not used.
  func releaseReserved() {
    current.release()
    next.release()
  }
}

/// The places that a lane has been promised in one queue for the slice at hand.
struct QueueReservation {
  let queue: BoundedQueue
  /// How many ways lead there, each of which brings the elements that go along it: two where the queue's
  /// stage reads two sync stages of the lane, or one of them twice.
  var ways = 1
  var places = 0
}

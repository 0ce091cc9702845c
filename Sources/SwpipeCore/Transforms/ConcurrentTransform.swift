/// A transform that works on several elements at once, whatever slices they come in, and is done with
/// them in any order.
///
/// Its worker takes elements on with `submit` while there is room, so that a slow one holds no other up,
/// and makes a slice for `apply` of those that are `answered`. Each has a ticket, a number that counts up in
/// the order in which they were taken on. All state is behind a reference; belongs to one thread.
package protocol ConcurrentTransform: RemoteTransform {
  /// Begins the work on elements of a batch; the ticket of the first.
  ///
  /// `bell` is a descriptor: once it is readable, `answered` and `apply` return early.
  func submit(_ batch: Batch, _ range: Range<Int>, bell: Int32) -> Int

  /// Waits until elements are done, or give so much that it had better be taken; their tickets, in order.
  ///
  /// With `first`, until that one is. Returns early where the bell rings, at a moment of the monotonic clock,
  /// and where the run stops.
  func answered(first: Int?, until moment: Int64?) -> [Int]

  /// The next slice that `apply` gets begins at `position` with the element of this ticket.
  func beginSlice(_ ticket: Int, at position: Int)

  /// An element that failed is to be tried again, but not before `retry`.
  func putOff(_ ticket: Int)

  /// Works on an element again that was put off.
  func retry(_ ticket: Int)

  /// Nobody wants anything more of an element; one that is not done is given up.
  func finish(_ ticket: Int)
}

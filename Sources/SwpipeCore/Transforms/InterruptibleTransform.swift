/// A transform that returns before its slice is done where that takes long, so that the rest can go to
/// another worker.
package protocol InterruptibleTransform: Transform {
  /// New elements are at hand, those at `range` of the batch that `apply` will get next.
  mutating func begin(_ range: Range<Int>)
  /// The first position of the slice at hand that no work has been done for.
  ///
  /// What stands there and behind may go back to the queue.
  var untouched: Int { get }
}

/// A transform that returns before its slice is done where that takes long, so that the rest can go to
/// another worker.
package protocol InterruptibleTransform: Transform {
  /// New elements are at hand, of which `apply` gets slices.
  mutating func begin(_ batch: Batch, _ range: Range<Int>)
  /// The first position of the slice at hand that no work has been done for.
  ///
  /// What stands there and behind may go back to the queue.
  var untouched: Int { get }
}

extension InterruptibleTransform {
  /// It is one.
  package static var isInterruptible: Bool { true }
}

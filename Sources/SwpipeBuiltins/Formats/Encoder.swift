internal import SwpipeCore

/// Turns elements into the bytes of a format and writes them.
protocol Encoder: AnyObject {
  /// Writes all elements of a slice; those before one that cannot be written are written too.
  func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure)
  /// Writes what is due although there was no element, such as a header.
  func finish(to output: borrowing Output) throws(SinkFailure)
}

extension Encoder {
  func finish(to output: borrowing Output) throws(SinkFailure) {}
}

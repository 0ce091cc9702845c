internal import SwpipeCore

/// Turns elements into the bytes of a format and writes them.
///
/// A struct that its sink owns: in a class each use of a field would be checked for exclusivity.
protocol Encoder: ~Copyable {
  /// Writes all elements of a slice; those before one that cannot be written are written too.
  mutating func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure)
  /// Writes what is due although there was no element, such as a header.
  mutating func finish(to output: borrowing Output) throws(SinkFailure)
}

extension Encoder where Self: ~Copyable {
  mutating func finish(to output: borrowing Output) throws(SinkFailure) {}
}

/// Where elements go.
///
/// One thread owns it.
package protocol Sink {
  /// Writes elements, each with the sink's separator. May block; what it wrote is visible at once.
  mutating func write(_ slice: borrowing Slice) throws(SinkFailure)
  /// The descriptor to watch for a reader that goes away while nothing is written; nil if none.
  var watchedDescriptor: Int32? { get }
  /// Makes the output complete (closes it, renames a file to its name). Called once, at the end of
  /// a run that did not fail.
  mutating func finish() throws(SinkFailure)
  /// Gives the output up (removes the unfinished file). Called instead of `finish`.
  mutating func abandon()
}

extension Sink {
  /// The descriptor to watch for a reader that goes away while the source is silent; nil if none.
  package var watchedDescriptor: Int32? { nil }
}

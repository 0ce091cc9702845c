/// Where elements go.
///
/// One thread owns it.
package protocol Sink {
  /// Writes elements, each with the sink's separator. May block; what it wrote is visible at once.
  mutating func write(_ slice: borrowing Slice) throws(SinkFailure)
  /// The descriptor to watch for a reader that goes away while nothing is written; nil if none.
  var watchedDescriptor: Int32? { get }
  /// Ends the output of a run that has begun: closes it, and where the end is `complete` makes it
  /// visible (renames a file to its name). What was written is never thrown away; a sink whose output
  /// does not become visible keeps it elsewhere and says where. Called once, whatever the end.
  mutating func finish(_ end: RunEnd) throws(SinkFailure)
  /// Gives up an output to which nothing was written, because the run does not begin. Called instead
  /// of `finish`.
  mutating func abandon()
}

extension Sink {
  /// The descriptor to watch for a reader that goes away while the source is silent; nil if none.
  package var watchedDescriptor: Int32? { nil }
}

/// Where elements go. One thread owns it.
package protocol Sink {
  /// Writes elements, each with the sink's separator. May block; what it wrote is visible at once.
  mutating func write(_ slice: borrowing Slice) throws(SinkFailure)
  /// Makes the output complete (closes it, renames a file to its name). Called once, at the end of
  /// a run that did not fail.
  mutating func finish() throws(SinkFailure)
  /// Gives the output up (removes the unfinished file). Called instead of `finish`.
  mutating func abandon()
}

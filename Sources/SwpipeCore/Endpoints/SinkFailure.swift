/// Why a sink could not write.
package enum SinkFailure: Error, Sendable {
  /// The reader of the output has gone; the run ends quietly.
  case closed
  /// The output failed (disk full, …); one sentence without a final full stop.
  case output(String)
  /// One element cannot be written in the sink's format; its position in the slice and why.
  case element(Int, ElementFailure)
}

internal import SwpipeCore

/// The bytes of elements that were encoded and not written yet.
///
/// Emptied at the end of each call of a sink, and whenever it is large; the memory is kept.
struct OutputBuffer: ~Copyable {
  private static let softLimit = 128 << 10
  var bytes = BatchBuilder()

  /// Writes the bytes if there are many.
  mutating func flushIfLarge(to output: borrowing Output) throws(SinkFailure) {
    if bytes.unfinishedByteCount >= OutputBuffer.softLimit { try flush(to: output) }
  }

  /// Writes all bytes.
  mutating func flush(to output: borrowing Output) throws(SinkFailure) {
    try bytes.withUnfinished { (span) throws(SinkFailure) in
      try span.withUnsafeBytes { (buffer) throws(SinkFailure) in try output.write(buffer) }
    }
    bytes.rollBack()
  }
}

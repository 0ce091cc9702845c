internal import SwpipeCore

/// Writes to a descriptor: what `stdout` is, and a file that is appended to or a device.
final class StreamSink: Sink {
  private var output: Output
  private var encoder: any Encoder & ~Copyable

  init(_ output: consuming Output, encoder: consuming any Encoder & ~Copyable) {
    self.output = output
    self.encoder = encoder
  }

  var watchedDescriptor: Int32? { output.watchedDescriptor }

  func write(_ slice: borrowing Slice) throws(SinkFailure) {
    try output.openIfNeeded()
    try encoder.encode(slice, to: output)
  }

  func finish(_ end: RunEnd) throws(SinkFailure) {
    switch end {
    case .complete: try output.openIfNeeded()
    case .stopped: output.openIfRead()
    case .failed: return abandon()
    }
    if output.isOpen { try encoder.finish(to: output) }
    try output.close()
  }

  func abandon() {
    try? output.close()
  }
}

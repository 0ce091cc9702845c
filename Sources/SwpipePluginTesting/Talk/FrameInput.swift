private import Glibc
internal import SwpipePlugins

/// Frames from standard input, one after the other; waits for each.
struct FrameInput {
  private let buffer = ReceiveBuffer()

  /// The next frame; nil at the end, and where what comes is none.
  mutating func next() -> (PluginFrame.Kind, [UInt8])? {
    while true {
      let bytes = buffer.bytes
      if bytes.count >= PluginFrame.headerSize {
        guard bytes[0] == PluginFrame.mark, let kind = PluginFrame.Kind(rawValue: bytes[1]) else {
          return nil
        }
        let size = Int(
          UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        )
        let end = PluginFrame.headerSize + size
        if bytes.count >= end {
          let payload = Array(bytes[PluginFrame.headerSize..<end])
          buffer.consume(end)
          return (kind, payload)
        }
      }
      guard buffer.read(0) == true else { return nil }
    }
  }
}

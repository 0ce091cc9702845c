internal import SwpipeCore

/// The frames of docs/plugin-protocol.md.
package enum PluginFrame {
  /// What a frame says.
  package enum Kind: UInt8 {
    case hello = 1
    case start
    case batch
    case cancel
    case done
    case manifest = 16
    case started
    case result
    case part
    case fail
    case ended
    case refused
  }

  /// The first byte of each frame, which no UTF-8 text contains.
  package static let mark: UInt8 = 0xF5
  package static let headerSize = 8
  /// The most bytes of a payload.
  static let largest = 1 << 30

  /// Appends a frame whose payload is small.
  package static func append(
    _ kind: Kind,
    _ payload: some Collection<UInt8>,
    to output: inout [UInt8]
  ) {
    appendHeader(kind, payload.count, to: &output)
    output.append(contentsOf: payload)
  }

  package static func appendHeader(_ kind: Kind, _ count: Int, to output: inout [UInt8]) {
    output.append(contentsOf: [mark, kind.rawValue, 0, 0])
    append(UInt32(truncatingIfNeeded: count), to: &output)
  }

  package static func append(_ number: some FixedWidthInteger, to output: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { output.append(contentsOf: $0) }
  }
}

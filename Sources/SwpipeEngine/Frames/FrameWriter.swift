internal import SwpipeCore

/// Builds one frame: fields one after the other, in the machine's own order, read back by
/// `FrameReader` in the same program.
struct FrameWriter {
  private(set) var bytes: [UInt8]

  /// The bytes of elements for which room is made at once.
  private static let large = 1 << 20

  init(_ kind: FrameKind) {
    bytes = [kind.rawValue]
  }

  mutating func put(_ number: Int64) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ number: Int) {
    put(Int64(number))
  }

  mutating func put(_ flag: Bool) {
    bytes.append(flag ? 1 : 0)
  }

  mutating func put(_ data: [UInt8]) {
    put(data.count)
    bytes += data
  }

  mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes += text.utf8
  }

  mutating func put(_ slice: borrowing Slice) {
    let layout = slice.layout
    put(layout.count)
    put(layout.byteCount)
    put(layout.firstIndex)
    put(layout.isListed)
    put(layout.shape.depth)
    put(layout.shape.type.rawValue)
    bytes.append(layout.shape.separator)
    put(layout.shape.source)
    // Growing in steps would take twice the memory of an element that is large, and copy it each time.
    if layout.byteCount > FrameWriter.large {
      let indices = layout.isListed ? layout.shape.depth * 8 : 0
      bytes.reserveCapacity(bytes.count + layout.byteCount + layout.count * (4 + indices))
    }
    slice.appendParts(to: &bytes)
  }

  /// Whether there is a value, and then it.
  mutating func put<Value>(_ value: Value?, _ write: (inout FrameWriter, Value) -> Void) {
    put(value != nil)
    if let value { write(&self, value) }
  }

  mutating func put<Value>(_ values: [Value], _ write: (inout FrameWriter, Value) -> Void) {
    put(values.count)
    for value in values { write(&self, value) }
  }
}

internal import SwpipeCore

/// Encodes `lines` and `nul`: each element as it is, JSON strings without their quotes.
///
/// A batch that can go out unchanged is written straight from its arena.
struct LineEncoder: Encoder, ~Copyable {
  private let separator: UInt8
  private let isStrict: Bool
  private var buffer = OutputBuffer()

  init(separator: UInt8, isStrict: Bool) {
    self.separator = separator
    self.isStrict = isStrict
  }

  mutating func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure) {
    let mayPass = slice.separator == separator && !(slice.type == .json && slice.hasJSONString)
    if mayPass, !isStrict || !slice.hasElement(containing: separator) {
      try slice.withBytes { (bytes) throws(SinkFailure) in try output.write(bytes) }
      return
    }
    for position in slice.range {
      do {
        try slice.withElement(position) { (element) throws(ElementFailure) in
          try append(element, of: slice.type)
        }
      } catch {
        try buffer.flush(to: output)
        throw .element(position, error)
      }
      try buffer.flushIfLarge(to: output)
    }
    try buffer.flush(to: output)
  }

  /// Appends one element and the separator, or nothing if it cannot be written.
  private mutating func append(_ element: Span<UInt8>, of type: ElementType) throws(ElementFailure)
  {
    let start = buffer.bytes.unfinishedByteCount
    do throws(ElementFailure) {
      if type == .json, JSONScanner.startsString(element) {
        try buffer.bytes.append(unescapingJSON: element)
      } else {
        buffer.bytes.append(element)
      }
      if isStrict, buffer.bytes.unfinishedContains(separator, from: start) {
        throw separatorFailure
      }
    } catch {
      buffer.bytes.cutUnfinished(to: start)
      throw error
    }
    buffer.bytes.append(separator)
  }

  private var separatorFailure: ElementFailure {
    ElementFailure(
      separator == 0
        ? "the element contains a NUL byte, which is what separates elements here"
        : "the element contains a newline, which is what separates elements here"
    )
  }
}

internal import SwpipeCore

/// Encodes `jsonl`: JSON as it is and text as a JSON string, each on one line.
struct JSONLinesEncoder: Encoder, ~Copyable {
  private var buffer = OutputBuffer()

  mutating func encode(_ slice: borrowing Slice, to output: borrowing Output) throws(SinkFailure) {
    let newline = UInt8(ascii: "\n")
    if slice.type == .json, slice.separator == newline, !slice.hasElement(containing: newline) {
      try slice.withBytes { (bytes) throws(SinkFailure) in try output.write(bytes) }
      return
    }
    for position in slice.range {
      let start = buffer.bytes.unfinishedByteCount
      let isUTF8 = slice.withElement(position) { append($0, of: slice.type) }
      guard isUTF8 else {
        buffer.bytes.cutUnfinished(to: start)
        try buffer.flush(to: output)
        throw .element(position, JSONLinesEncoder.notUTF8)
      }
      buffer.bytes.append(newline)
      try buffer.flushIfLarge(to: output)
    }
    try buffer.flush(to: output)
  }

  /// Appends an element; false for a text that is not UTF-8.
  private mutating func append(_ element: Span<UInt8>, of type: ElementType) -> Bool {
    switch type {
    case .json:
      // Outside of strings JSON's line breaks are white space, and within them there are none.
      buffer.bytes.append(element) { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
      return true
    case .text:
      buffer.bytes.append(UInt8(ascii: "\""))
      let hasHighBytes = buffer.bytes.append(escaping: element)
      buffer.bytes.append(UInt8(ascii: "\""))
      return !hasHighBytes || JSONEscape.isUTF8(element)
    }
  }

  private static let notUTF8 = ElementFailure(
    "the element is not UTF-8, which a JSON string must be; encode it first, for example with "
      + "`map: {encode: base64}`"
  )
}

internal import SwpipeCore

/// What members of an object that a text becomes are written with.
extension BatchBuilder {
  /// Begins a member of an object of which something may be written already: `{"name":` or `,"name":`.
  mutating func append(field name: StaticString) {
    append(unfinishedByteCount == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
    append(UInt8(ascii: "\""))
    name.withUTF8Buffer { append($0.span) }
    append(UInt8(ascii: "\""))
    append(UInt8(ascii: ":"))
  }

  /// A member whose value is a text; null where there is none.
  mutating func append(field name: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>?) {
    append(field: name)
    if let range {
      append(jsonString: bytes.extracting(range))
    } else {
      append(utf8: "null")
    }
  }
}

internal import SwpipeCore

extension BatchBuilder {
  /// Appends bytes as a JSON string; what is not valid UTF-8 becomes U+FFFD.
  mutating func append(jsonString bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    let start = unfinishedByteCount
    if append(escaping: bytes), !JSONEscape.isUTF8(bytes) {
      cutUnfinished(to: start)
      var repaired = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      repaired.withUTF8 { _ = append(escaping: $0.span) }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a JSON value as `lines` writes it: a string raw, anything else in compact form.
  mutating func append(rawJSON value: Span<UInt8>) {
    if JSONScanner.startsString(value) {
      append(unescaping: value.extracting(1..<value.count - 1))
    } else {
      append(compacting: value)
    }
  }
}

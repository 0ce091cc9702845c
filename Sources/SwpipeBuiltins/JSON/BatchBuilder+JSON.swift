internal import SwpipeCore

extension BatchBuilder {
  /// Appends bytes as a JSON string; what is not valid UTF-8 becomes U+FFFD.
  mutating func append(jsonString bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    var position = 0
    while position < bytes.count {
      let start = position
      while position < bytes.count, Self.standsForItself(bytes[position]) { position += 1 }
      append(bytes.extracting(start..<position))
      guard position < bytes.count else { break }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: position)
      if scalar == nil {
        append(utf8: "\u{FFFD}")
      } else if length > 1 {
        append(bytes.extracting(position..<position + length))
      } else {
        append(jsonEscape: bytes[position])
      }
      position += length
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a JSON value as `lines` writes it: a string raw, anything else in compact form.
  mutating func append(rawJSON value: Span<UInt8>) {
    if value.count >= 2, value[0] == UInt8(ascii: "\"") {
      append(unescaping: value.extracting(1..<value.count - 1))
    } else {
      append(compactJSON: value)
    }
  }

  /// Appends a valid JSON text without the white space between its parts.
  mutating func append(compactJSON text: Span<UInt8>) {
    var start = 0
    var position = 0
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        while position < text.count, text[position] != UInt8(ascii: "\"") {
          position += text[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
      } else if JSONScanner.isWhiteSpace(byte) {
        append(text.extracting(start..<position))
        position += 1
        start = position
      } else {
        position += 1
      }
    }
    append(text.extracting(start..<text.count))
  }

  /// Appends what the inside of a valid JSON string stands for; half a surrogate pair is U+FFFD.
  mutating func append(unescaping text: Span<UInt8>) {
    var position = 0
    while position < text.count {
      let start = position
      while position < text.count, text[position] != UInt8(ascii: "\\") { position += 1 }
      append(text.extracting(start..<position))
      guard position + 1 < text.count else { break }
      switch text[position + 1] {
      case UInt8(ascii: "b"): append(0x08)
      case UInt8(ascii: "f"): append(0x0C)
      case UInt8(ascii: "n"): append(0x0A)
      case UInt8(ascii: "r"): append(0x0D)
      case UInt8(ascii: "t"): append(0x09)
      case UInt8(ascii: "u"):
        let (scalar, length) = Self.escapedScalar(text, at: position)
        append(utf8: String(scalar))
        position += length - 2
      case let byte: append(byte)
      }
      position += 2
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair, and their length.
  private static func escapedScalar(_ text: Span<UInt8>, at position: Int) -> (Unicode.Scalar, Int)
  {
    let first = JSONScanner.hexadecimal(text, at: position + 2) ?? 0xFFFD
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    if first < 0xDC00, position + 12 <= text.count, text[position + 6] == UInt8(ascii: "\\"),
      text[position + 7] == UInt8(ascii: "u"),
      let second = JSONScanner.hexadecimal(text, at: position + 8),
      (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    {
      return (scalar, 12)
    }
    return ("\u{FFFD}", 6)
  }

  private mutating func append(jsonEscape byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    default:
      append(utf8: "u00")
      append(HexDigits.digit(byte >> 4))
      append(HexDigits.digit(byte & 15))
    }
  }

  @inline(__always)
  private static func standsForItself(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }
}

internal import SwpipeCore

extension JSONScanner {
  /// Moves past a number; whether it is an integer, or nil where it is none at all.
  mutating func number(_ text: Span<UInt8>) -> Bool? {
    if peek(text) == UInt8(ascii: "-") { position += 1 }
    if peek(text) == UInt8(ascii: "0") {
      position += 1
      if Self.isDigit(peek(text)) { return nil }
    } else if !skipDigits(text) {
      return nil
    }
    var isInteger = true
    if peek(text) == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      guard skipDigits(text) else { return nil }
    }
    if peek(text) | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      if peek(text) == UInt8(ascii: "+") || peek(text) == UInt8(ascii: "-") { position += 1 }
      guard skipDigits(text) else { return nil }
    }
    return isInteger
  }

  /// Moves past a string, from quote to quote; whether it has escapes.
  mutating func skipString(_ text: Span<UInt8>) throws(Problem) -> Bool {
    let start = position
    var hasEscapes = false
    position += 1
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return hasEscapes
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try skipEscape(text)
      } else if byte < 0x20 {
        throw problem("a control character stands in a string without an escape")
      } else if byte < 0x80 {
        position += 1
      } else {
        let (scalar, length) = UTF8Text.scalar(in: text, at: position)
        guard scalar != nil else { throw problem("a string is not valid UTF-8") }
        position += length
      }
    }
    position = start
    throw problem("a string does not end")
  }

  private mutating func skipEscape(_ text: Span<UInt8>) throws(Problem) {
    guard position + 1 < text.count else { throw problem("the text ends too early") }
    switch text[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard Self.hexadecimal(text, at: position + 2) != nil else {
        throw problem("four hexadecimal digits are due behind \\u")
      }
      position += 6
    default:
      throw problem("an escape is unknown")
    }
  }

  /// The value of four hexadecimal digits.
  static func hexadecimal(_ text: Span<UInt8>, at position: Int) -> UInt32? {
    guard position + 4 <= text.count else { return nil }
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = HexDigits.value(text[position + offset]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func skipDigits(_ text: Span<UInt8>) -> Bool {
    let start = position
    while Self.isDigit(peek(text)) { position += 1 }
    return position > start
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

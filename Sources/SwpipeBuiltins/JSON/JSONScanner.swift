internal import SwpipeCore

/// Reads JSON by RFC 8259, strictly, and says where it is not.
///
/// It keeps nothing but a position, so a path can be followed into a text without making anything of
/// the rest. Nesting is limited, because each level is a call.
struct JSONScanner {
  /// How deep arrays and objects may be nested.
  static let depthLimit = 1000

  /// What is wrong with a text, and at which byte.
  struct Problem: Error {
    var offset: Int
    var message: String
  }

  /// The next byte to read.
  var position = 0
  private var depth = 0

  /// The range without JSON's white space at both ends.
  static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = text.count
    while start < end, isWhiteSpace(text[start]) { start += 1 }
    while end > start, isWhiteSpace(text[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Checks a text that must be one value, with white space around it or not.
  static func check(_ text: Span<UInt8>) throws(Problem) {
    var scanner = JSONScanner()
    scanner.skipWhiteSpace(text)
    try scanner.skipValue(text)
    scanner.skipWhiteSpace(text)
    if scanner.position < text.count {
      throw Problem(offset: scanner.position, message: "there is more behind the value")
    }
  }

  @inline(__always)
  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  @inline(__always)
  mutating func skipWhiteSpace(_ text: Span<UInt8>) {
    while position < text.count, Self.isWhiteSpace(text[position]) { position += 1 }
  }

  /// The next byte, or 0 at the end.
  @inline(__always)
  func peek(_ text: Span<UInt8>) -> UInt8 {
    position < text.count ? text[position] : 0
  }

  /// Moves past the value that begins here.
  mutating func skipValue(_ text: Span<UInt8>) throws(Problem) {
    switch peek(text) {
    case UInt8(ascii: "{"): try skipObject(text)
    case UInt8(ascii: "["): try skipArray(text)
    case UInt8(ascii: "\""): _ = try skipString(text)
    case UInt8(ascii: "t"): try skip("true", text)
    case UInt8(ascii: "f"): try skip("false", text)
    case UInt8(ascii: "n"): try skip("null", text)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      if number(text) == nil { throw problem("a number is malformed") }
    default:
      throw problem(position < text.count ? "a value is due" : "the text ends too early")
    }
  }

  /// Enters an object or array at its opening bracket; false where it is empty, and then past it.
  mutating func enter(closing: UInt8, _ text: Span<UInt8>) throws(Problem) -> Bool {
    depth += 1
    if depth > Self.depthLimit {
      throw problem("nested more than \(Self.depthLimit) levels deep")
    }
    position += 1
    skipWhiteSpace(text)
    guard peek(text) == closing, position < text.count else { return true }
    position += 1
    depth -= 1
    return false
  }

  /// Moves past the comma behind a value; false at the closing bracket, and then past it.
  mutating func next(closing: UInt8, _ text: Span<UInt8>) throws(Problem) -> Bool {
    skipWhiteSpace(text)
    let byte = peek(text)
    guard position < text.count, byte == UInt8(ascii: ",") || byte == closing else {
      let end = String(UnicodeScalar(closing))
      throw problem(position < text.count ? "',' or '\(end)' is due" : "the text ends too early")
    }
    position += 1
    skipWhiteSpace(text)
    if byte == closing { depth -= 1 }
    return byte != closing
  }

  /// Moves past a key and its colon; the range of what stands between its quotes, and whether that
  /// has escapes.
  mutating func key(_ text: Span<UInt8>) throws(Problem) -> (range: Range<Int>, hasEscapes: Bool) {
    guard peek(text) == UInt8(ascii: "\"") else {
      throw problem(position < text.count ? "a key in quotes is due" : "the text ends too early")
    }
    let start = position + 1
    let hasEscapes = try skipString(text)
    let end = position - 1
    skipWhiteSpace(text)
    guard peek(text) == UInt8(ascii: ":") else {
      throw problem(position < text.count ? "':' is due" : "the text ends too early")
    }
    position += 1
    skipWhiteSpace(text)
    return (start..<end, hasEscapes)
  }

  private mutating func skipObject(_ text: Span<UInt8>) throws(Problem) {
    guard try enter(closing: UInt8(ascii: "}"), text) else { return }
    repeat {
      _ = try key(text)
      try skipValue(text)
    } while try next(closing: UInt8(ascii: "}"), text)
  }

  private mutating func skipArray(_ text: Span<UInt8>) throws(Problem) {
    guard try enter(closing: UInt8(ascii: "]"), text) else { return }
    repeat { try skipValue(text) } while try next(closing: UInt8(ascii: "]"), text)
  }

  private mutating func skip(_ word: StaticString, _ text: Span<UInt8>) throws(Problem) {
    let count = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { word in
      position + count <= text.count && (0..<count).allSatisfy { word[$0] == text[position + $0] }
    }
    guard matches else { throw problem("a value is due") }
    position += count
  }

  func problem(_ message: String) -> Problem { Problem(offset: position, message: message) }
}

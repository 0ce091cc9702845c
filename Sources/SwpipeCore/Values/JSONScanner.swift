/// Steps through a JSON text without taking it apart: no allocation, no recursion past a limit.
///
/// Holds nothing but an offset; every call gets the same text. Checks all of RFC 8259's grammar on
/// its way; whether bytes from 128 on within strings are UTF-8 is left to `check`.
package struct JSONScanner {
  /// Arrays and objects within each other; more are refused, so that no text overflows the stack.
  ///
  /// A debug build needs 0.7 MiB of a worker's 1 MiB for this many.
  package static let depthLimit = 512

  /// Where the next byte to look at stands.
  package private(set) var offset: Int
  /// Whether a string that was passed may have characters that are not ASCII.
  private var hasHighBytes = false

  package init(at offset: Int = 0) {
    self.offset = offset
  }

  /// Checks a text that must be one value in UTF-8, with white space around it or not.
  package static func check(_ text: Span<UInt8>) throws(JSONProblem) {
    var scanner = JSONScanner()
    try scanner.skipValue(text)
    try scanner.skipEnd(text)
    guard scanner.hasHighBytes else { return }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: text)
    } catch {
      throw JSONProblem(at: error.byteOffsets.lowerBound, "expected UTF-8")
    }
  }

  /// Where a value stands in a text that has white space around it.
  package static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
    var scanner = JSONScanner()
    guard scanner.peek(text) != nil else { return text.count..<text.count }
    var end = text.count
    while isWhiteSpace(text[end - 1]) { end -= 1 }
    return scanner.offset..<end
  }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }

  /// Whether a text's first byte after white space begins a string.
  @inlinable
  public static func startsString(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return false }
    if text[0] > 0x20 { return text[0] == UInt8(ascii: "\"") }
    var scanner = JSONScanner()
    return scanner.peek(text) == UInt8(ascii: "\"")
  }

  /// The next byte after white space; nil at the end.
  package mutating func peek(_ text: Span<UInt8>) -> UInt8? {
    while offset < text.count {
      switch text[offset] {
      case 0x20, 0x09, 0x0a, 0x0d: offset += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Passes white space, which must reach to the end.
  package mutating func skipEnd(_ text: Span<UInt8>) throws(JSONProblem) {
    if peek(text) != nil { throw JSONProblem(at: offset, "expected the end") }
  }

  /// Passes a value of any kind; returns where it stands.
  @discardableResult
  package mutating func skipValue(_ text: Span<UInt8>, depth: Int = 0) throws(JSONProblem)
    -> Range<Int>
  {
    let first = peek(text) ?? 0
    let start = offset
    switch first {
    case UInt8(ascii: "\""): _ = try skipString(text)
    case UInt8(ascii: "{"):
      var member = try enterObject(text, depth: depth)
      while member {
        _ = try skipKey(text)
        try skipValue(text, depth: depth + 1)
        member = try continueObject(text)
      }
    case UInt8(ascii: "["):
      var element = try enterArray(text, depth: depth)
      while element {
        try skipValue(text, depth: depth + 1)
        element = try continueArray(text)
      }
    case UInt8(ascii: "t"): try skip(word: "true", text)
    case UInt8(ascii: "f"): try skip(word: "false", text)
    case UInt8(ascii: "n"): try skip(word: "null", text)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber(text)
    default: throw JSONProblem(at: offset, "expected a value")
    }
    return start..<offset
  }

  /// Passes the brace that begins an object; false if the object is empty and passed with it.
  package mutating func enterObject(_ text: Span<UInt8>, depth: Int = 0) throws(JSONProblem)
    -> Bool
  {
    guard peek(text) == UInt8(ascii: "{") else {
      throw JSONProblem(at: offset, "expected an object")
    }
    try check(depth)
    offset += 1
    guard peek(text) == UInt8(ascii: "}") else { return true }
    offset += 1
    return false
  }

  /// Passes a member's key and colon; returns where the key stands, without its quotes.
  package mutating func skipKey(_ text: Span<UInt8>) throws(JSONProblem) -> Range<Int> {
    guard peek(text) == UInt8(ascii: "\"") else {
      throw JSONProblem(at: offset, "expected a key in quotes")
    }
    let key = try skipString(text)
    guard peek(text) == UInt8(ascii: ":") else { throw JSONProblem(at: offset, "expected a colon") }
    offset += 1
    return key
  }

  /// Passes what stands behind a member: true after a comma, false after the closing brace.
  package mutating func continueObject(_ text: Span<UInt8>) throws(JSONProblem) -> Bool {
    let next = peek(text)
    guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") else {
      throw JSONProblem(at: offset, "expected a comma or a closing brace")
    }
    offset += 1
    return next == UInt8(ascii: ",")
  }

  /// Passes the bracket that begins an array; false if the array is empty and passed with it.
  package mutating func enterArray(_ text: Span<UInt8>, depth: Int = 0) throws(JSONProblem)
    -> Bool
  {
    guard peek(text) == UInt8(ascii: "[") else {
      throw JSONProblem(at: offset, "expected an array")
    }
    try check(depth)
    offset += 1
    guard peek(text) == UInt8(ascii: "]") else { return true }
    offset += 1
    return false
  }

  /// Passes what stands behind a value: true after a comma, false after the closing bracket.
  package mutating func continueArray(_ text: Span<UInt8>) throws(JSONProblem) -> Bool {
    let next = peek(text)
    guard next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else {
      throw JSONProblem(at: offset, "expected a comma or a closing bracket")
    }
    offset += 1
    return next == UInt8(ascii: ",")
  }

  /// Passes the string that begins here; returns where its inside stands.
  package mutating func skipString(_ text: Span<UInt8>) throws(JSONProblem) -> Range<Int> {
    let start = offset + 1
    offset = start
    while true {
      offset += JSONEscape.plainRun(in: text, from: offset, hasHighBytes: &hasHighBytes)
      guard offset < text.count else { throw JSONProblem(at: offset, "expected a closing quote") }
      switch text[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return start..<offset - 1
      case UInt8(ascii: "\\"): _ = try readEscape(text)
      default: throw JSONProblem(at: offset, "expected no raw control character in a string")
      }
    }
  }

  mutating func move(by count: Int) {
    offset += count
  }

  private func check(_ depth: Int) throws(JSONProblem) {
    if depth >= JSONScanner.depthLimit {
      throw JSONProblem(at: offset, "expected at most 512 values within each other")
    }
  }

  private mutating func skip(word: StaticString, _ text: Span<UInt8>) throws(JSONProblem) {
    let start = offset
    let matches = word.withUTF8Buffer { letters in
      letters.count <= text.count - start
        && letters.indices.allSatisfy { letters[$0] == text[start + $0] }
    }
    guard matches else { throw JSONProblem(at: start, "expected a value") }
    offset += word.utf8CodeUnitCount
  }

  /// Passes a number; whether it is an integer.
  @discardableResult
  package mutating func skipNumber(_ text: Span<UInt8>) throws(JSONProblem) -> Bool {
    _ = skip(text) { $0 == UInt8(ascii: "-") }
    if !skip(text, where: { $0 == UInt8(ascii: "0") }) { try skipDigits(text) }
    var isInteger = true
    if skip(text, where: { $0 == UInt8(ascii: ".") }) {
      isInteger = false
      try skipDigits(text)
    }
    if skip(text, where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      isInteger = false
      _ = skip(text) { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      try skipDigits(text)
    }
    return isInteger
  }

  /// Passes a byte if there is one and it is wanted.
  @inline(__always)
  private mutating func skip(_ text: Span<UInt8>, where isWanted: (UInt8) -> Bool) -> Bool {
    guard offset < text.count, isWanted(text[offset]) else { return false }
    offset += 1
    return true
  }

  private mutating func skipDigits(_ text: Span<UInt8>) throws(JSONProblem) {
    let start = offset
    while offset < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[offset] { offset += 1 }
    if offset == start { throw JSONProblem(at: offset, "expected a digit") }
  }
}

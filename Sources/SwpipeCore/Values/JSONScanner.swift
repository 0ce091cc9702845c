/// Steps through a JSON text without taking it apart: no allocation, no recursion past a limit.
///
/// Holds nothing but an offset; every call gets the same text. Checks all of RFC 8259's grammar on
/// its way, except that bytes from 128 on within strings are not checked to be UTF-8.
package struct JSONScanner {
  /// Arrays and objects within each other; more are refused, so that no text overflows the stack.
  package static let depthLimit = 512

  /// Where the next byte to look at stands.
  package private(set) var offset: Int

  package init(at offset: Int = 0) {
    self.offset = offset
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
    case UInt8(ascii: "["): try skipArray(text, depth: depth)
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
    var ignored = false
    while true {
      offset += JSONEscape.plainRun(in: text, from: offset, hasHighBytes: &ignored)
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

  private mutating func skipArray(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) {
    var isInside = try enterArray(text, depth: depth)
    while isInside {
      try skipValue(text, depth: depth + 1)
      isInside = try continueArray(text)
    }
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

  private mutating func skipNumber(_ text: Span<UInt8>) throws(JSONProblem) {
    if text[offset] == UInt8(ascii: "-") { offset += 1 }
    if offset < text.count, text[offset] == UInt8(ascii: "0") {
      offset += 1
    } else {
      try skipDigits(text)
    }
    if offset < text.count, text[offset] == UInt8(ascii: ".") {
      offset += 1
      try skipDigits(text)
    }
    if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < text.count,
        text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-")
      {
        offset += 1
      }
      try skipDigits(text)
    }
  }

  private mutating func skipDigits(_ text: Span<UInt8>) throws(JSONProblem) {
    let start = offset
    while offset < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[offset] { offset += 1 }
    if offset == start { throw JSONProblem(at: offset, "expected a digit") }
  }
}

internal import SwpipeCore

/// Looks for the end of a JSON value, over as many reads as it takes; each byte is looked at once.
///
/// Says nothing of whether the value is right, so that it also finds where to go on behind one that is
/// not. A line break within a string, which JSON does not have, ends the value before it.
struct JSONValueEnd {
  /// The next byte to look at; behind the value in the end.
  private(set) var offset: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Whether a number or a word has begun.
  private var isWord = false

  init(from offset: Int) {
    self.offset = offset
  }

  /// Whether the value may end where the bytes do.
  var mayEnd: Bool { depth == 0 && !isInString }

  /// Goes on to the value's end; false where the bytes end first.
  mutating func scan(_ bytes: Span<UInt8>) -> Bool {
    while offset < bytes.count {
      if isInString {
        if scanString(bytes) { return true }
        continue
      }
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["):
        if isWord { return true }
        offset += 1
        if byte == UInt8(ascii: "\"") { isInString = true } else { depth += 1 }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if isWord { return true }
        offset += 1
        depth -= 1
        if depth <= 0 { return true }
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
        UInt8(ascii: ","), UInt8(ascii: ":"):
        if isWord { return true }
        offset += 1
        if depth == 0 { return true }
      default:
        if depth == 0 { isWord = true }
        offset += 1
      }
    }
    return false
  }

  /// Goes on within a string; true where the value ends.
  private mutating func scanString(_ bytes: Span<UInt8>) -> Bool {
    if isEscaped {
      isEscaped = false
      if bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      return false
    }
    var ignored = false
    offset += JSONEscape.plainRun(in: bytes, from: offset, hasHighBytes: &ignored)
    guard offset < bytes.count else { return false }
    switch bytes[offset] {
    case UInt8(ascii: "\""):
      isInString = false
      offset += 1
      return depth == 0
    case UInt8(ascii: "\n"): return true
    case UInt8(ascii: "\\"):
      isEscaped = true
      offset += 1
    default: offset += 1
    }
    return false
  }

  /// Says that so many bytes in front of the value were dropped.
  mutating func shift(by count: Int) {
    offset -= count
  }
}

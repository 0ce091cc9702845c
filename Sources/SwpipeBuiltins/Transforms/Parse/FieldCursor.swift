internal import SwpipeCore

/// Steps through the fields of a line that a program has logged.
struct FieldCursor {
  private(set) var offset = 0

  /// What is due at the offset is not there.
  func failure(_ what: String, _ line: Span<UInt8>) -> ElementFailure {
    guard offset < line.count else {
      return ElementFailure("\(what) is missing at the end of \(Excerpt.quoted(line))")
    }
    return ElementFailure(
      "\(what) is missing at byte \(offset + 1), before `\(Excerpt.plain(line, from: offset, limit: 20))`"
    )
  }

  /// Passes a byte, if it is there.
  mutating func pass(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
    guard offset < line.count, line[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// Goes on at an offset.
  mutating func move(to offset: Int) {
    self.offset = offset
  }

  /// Passes blanks.
  mutating func passBlanks(_ line: Span<UInt8>) {
    while offset < line.count, line[offset] == UInt8(ascii: " ") { offset += 1 }
  }

  /// Takes what stands before a byte or the end; nothing is taken of a byte that follows at once.
  mutating func take(until end: UInt8, _ line: Span<UInt8>) -> Range<Int> {
    let start = offset
    while offset < line.count, line[offset] != end { offset += 1 }
    return start..<offset
  }

  /// Takes digits.
  mutating func takeDigits(_ line: Span<UInt8>) -> Range<Int> {
    let start = offset
    while offset < line.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[offset]) {
      offset += 1
    }
    return start..<offset
  }

  /// Takes the rest.
  mutating func takeRest(_ line: Span<UInt8>) -> Range<Int> {
    defer { offset = line.count }
    return offset..<line.count
  }

  /// Takes what stands up to a quote that no backslash is before, and passes the quote; nil without one.
  mutating func takeQuoted(_ line: Span<UInt8>) -> Range<Int>? {
    let start = offset
    while offset < line.count, line[offset] != UInt8(ascii: "\"") {
      offset += line[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard offset < line.count else {
      offset = min(start, line.count)
      return nil
    }
    offset += 1
    return start..<offset - 1
  }
}

internal import SwpipeCore

/// What a match is replaced with: text, `\1` or `\g<name>` for what a group matched, `\\` and `\$`.
struct Replacement {
  enum Part: Equatable {
    case literal([UInt8])
    /// 0 is the whole match; a group that took no part is empty.
    case group(Int)
  }

  /// Why a replacement cannot be read, and where, as UTF-8 offsets.
  struct Problem: Error {
    var range: Range<Int>
    var message: String
  }

  let parts: [Part]

  /// A text that stands for itself.
  init(literal text: String) {
    parts = [.literal(Array(text.utf8))]
  }

  /// Reads a replacement for the matches of a pattern.
  init(_ text: String, for pattern: Pattern) throws(Problem) {
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var literal: [UInt8] = []
    var position = 0
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "\\") else {
        literal.append(bytes[position])
        position += 1
        continue
      }
      if position + 1 < bytes.count, "\\$".utf8.contains(bytes[position + 1]) {
        literal.append(bytes[position + 1])
        position += 2
        continue
      }
      let (group, end) = try Self.group(in: bytes, at: position, pattern)
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      parts.append(.group(group))
      position = end
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  /// Where a text has a group as other tools write it, `$1`, `${name}` or `$&`, and how it is written
  /// here; a `$` behind a backslash is meant as one.
  static func foreignGroup(in text: String) -> (range: Range<Int>, meant: String)? {
    let bytes = Array(text.utf8)
    for at in bytes.indices.dropLast() where bytes[at] == UInt8(ascii: "$") {
      if at > 0, bytes[at - 1] == UInt8(ascii: "\\") { continue }
      let next = bytes[at + 1]
      if next == UInt8(ascii: "&") { return (at..<at + 2, "\\0") }
      if next &- 0x30 < 10 { return (at..<at + 2, "\\\(next - 0x30)") }
      guard next == UInt8(ascii: "{"),
        let end = bytes[at...].firstIndex(of: UInt8(ascii: "}")), end > at + 2
      else { continue }
      return (at..<end + 1, "\\g<\(String(decoding: bytes[at + 2..<end], as: UTF8.self))>")
    }
    return nil
  }

  /// Appends it for the matcher's last match in an element.
  @inline(__always)
  func append(_ element: Span<UInt8>, _ matcher: PatternMatcher, to output: inout BatchBuilder) {
    for part in parts {
      switch part {
      case .literal(let bytes): output.append(bytes.span)
      case .group(let group):
        if let range = matcher.range(of: group) { output.append(element.extracting(range)) }
      }
    }
  }

  /// The group of `\1` (of up to two digits) or `\g<…>`, and where it ends.
  private static func group(in bytes: [UInt8], at start: Int, _ pattern: Pattern)
    throws(Problem) -> (Int, Int)
  {
    let next = start + 1 < bytes.count ? bytes[start + 1] : 0
    if next &- 0x30 < 10 {
      var end = start + 2
      if end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
      let number = Int(String(decoding: bytes[start + 1..<end], as: UTF8.self)) ?? 0
      guard number <= pattern.groupCount else {
        throw Problem(range: start..<end, message: "the pattern has no group \(number)")
      }
      return (number, end)
    }
    if next == UInt8(ascii: "g"), start + 2 < bytes.count, bytes[start + 2] == UInt8(ascii: "<"),
      let close = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    {
      let name = String(decoding: bytes[start + 3..<close], as: UTF8.self)
      let number = Int(name).flatMap { (0...pattern.groupCount).contains($0) ? $0 : nil }
      guard let group = number ?? pattern.names.first(where: { $0.name == name })?.group else {
        throw Problem(range: start..<close + 1, message: "the pattern has no group \(name)")
      }
      return (group, close + 1)
    }
    throw Problem(
      range: start..<min(start + 2, bytes.count),
      message: "a backslash stands before a group's number, g<name>, `$` or another backslash"
    )
  }
}

import SwpipeCore
import SwpipeYAML

extension SpecNode {
  /// The span of a range of a scalar's text, in UTF-8 offsets.
  ///
  /// Exact for scalars on one line without escapes or expanded variables, and for `|` blocks; the
  /// whole node otherwise.
  func span(of range: Range<Int>) -> SourceSpan {
    guard case .scalar(let scalar) = content else { return span }
    let offsets: [Int]?
    switch scalar.scalar.style {
    case .plain: offsets = offsetsAsWritten(in: span.range)
    case .singleQuoted: offsets = offsetsInSingleQuotes()
    case .doubleQuoted: offsets = offsetsInDoubleQuotes()
    case .literal: offsets = offsetsInBlock()
    case .folded: offsets = nil
    }
    // One offset for each byte of the text, and one for its end.
    let text = Array(scalar.text.utf8)
    guard let offsets, isSame(offsets, as: text), range.lowerBound >= 0,
      range.upperBound < offsets.count
    else { return span }
    let range = wholeCharacters(range, text)
    let start = offsets[range.lowerBound]
    let end = range.isEmpty ? start : offsets[range.upperBound - 1] + 1
    return SourceSpan(source: span.source, range: start..<max(start, end))
  }

  /// The range, widened so that it begins and ends between characters.
  private func wholeCharacters(_ range: Range<Int>, _ text: [UInt8]) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start > 0, start < text.count, text[start] & 0xC0 == 0x80 { start -= 1 }
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }

  private func isSame(_ offsets: [Int], as text: [UInt8]) -> Bool {
    guard offsets.count == text.count + 1 else { return false }
    let bytes = span.source.bytes
    return zip(offsets, text).allSatisfy { $0 < bytes.count && bytes[$0] == $1 }
  }

  private func offsetsAsWritten(in range: Range<Int>) -> [Int] {
    Array(range) + [range.upperBound]
  }

  private func offsetsInSingleQuotes() -> [Int]? {
    guard span.range.count >= 2 else { return nil }
    let quote = UInt8(ascii: "'")
    let inner = span.range.dropFirst().dropLast()
    var offsets: [Int] = []
    var at = inner.lowerBound
    while at < inner.upperBound {
      offsets.append(at)
      at += span.source.bytes[at] == quote ? 2 : 1
    }
    return offsets + [inner.upperBound]
  }

  private func offsetsInDoubleQuotes() -> [Int]? {
    guard span.range.count >= 2 else { return nil }
    let inner = span.range.dropFirst().dropLast()
    var offsets: [Int] = []
    var at = inner.lowerBound
    while at < inner.upperBound {
      // Of the escapes only those that stand for themselves can be found again byte by byte.
      if span.source.bytes[at] == UInt8(ascii: "\\") { at += 1 }
      offsets.append(at)
      at += 1
    }
    return offsets + [inner.upperBound]
  }

  private func offsetsInBlock() -> [Int]? {
    let source = span.source
    let newline = UInt8(ascii: "\n")
    let blank = UInt8(ascii: " ")
    guard let header = source.bytes[span.range].firstIndex(of: newline) else { return nil }
    var offsets: [Int] = []
    var at = header + 1
    guard let first = source.bytes[at...].firstIndex(where: { $0 != blank && $0 != newline }) else {
      return nil
    }
    let lineStart = (source.bytes[..<first].lastIndex(of: newline) ?? -1) + 1
    let indent = first - lineStart
    while at < span.range.upperBound {
      let end = source.bytes[at...].firstIndex(of: newline) ?? source.bytes.count
      let start = min(at + indent, end)
      offsets += Array(start..<min(end + 1, source.bytes.count))
      at = end + 1
    }
    guard case .scalar(let scalar) = content, offsets.count >= scalar.text.utf8.count else {
      return nil
    }
    let length = scalar.text.utf8.count
    return Array(offsets.prefix(length)) + [offsets.dropFirst(length).first ?? at]
  }
}

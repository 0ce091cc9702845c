import SwpipeCore

extension SourceText {
  /// The bytes of the line that holds an offset, without its line break.
  func lineRange(at offset: Int) -> Range<Int> {
    let newline = UInt8(ascii: "\n")
    var start = min(max(offset, 0), bytes.count)
    while start > 0, bytes[start - 1] != newline { start -= 1 }
    if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    var end = max(start, offset)
    while end < bytes.count, bytes[end] != newline { end += 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The range without the spaces and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, Self.isBlank(bytes[first]) { range.removeFirst() }
    while let last = range.last, Self.isBlank(bytes[last]) { range.removeLast() }
    return range
  }

  /// The nearest offset at or before this one whose line is not blank.
  ///
  /// What is missing at the end of a text is shown behind the last thing that stands there.
  func contentOffset(before offset: Int) -> Int {
    var offset = min(offset, bytes.count)
    while offset > 0 {
      let line = trimmed(lineRange(at: offset))
      if !line.isEmpty { return min(offset, line.upperBound) }
      offset = lineRange(at: offset).lowerBound - 1
    }
    return 0
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}

extension Range where Bound == Int {
  fileprivate mutating func removeFirst() { self = lowerBound + 1..<upperBound }
  fileprivate mutating func removeLast() { self = lowerBound..<upperBound - 1 }
}

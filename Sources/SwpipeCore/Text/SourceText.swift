/// The text of one file that a user wrote, with the table that turns offsets into lines and columns.
///
/// Offsets are UTF-8 byte offsets from the start of the file; a byte order mark counts as bytes but
/// belongs to no line. Lines and columns are 1-based, and columns count characters
/// (extended grapheme clusters), as an editor shows them.
package final class SourceText: Sendable {
  /// The file as the user named it; `-` for standard input.
  package let name: String
  /// The bytes of the file, which are valid UTF-8.
  package let bytes: [UInt8]
  /// The byte offset at which each line starts; the first is 0, or 3 behind a byte order mark.
  private let lineStarts: [Int]

  /// Takes the text over and finds its lines.
  ///
  /// Costs one pass over the bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The number of lines, at least 1; a final newline starts no further line of its own.
  package var lineCount: Int {
    lineStarts.count > 1 && lineStarts[lineStarts.count - 1] == bytes.count
      ? lineStarts.count - 1 : lineStarts.count
  }

  /// The text of a 1-based line, without its line break.
  package func line(_ number: Int) -> String { text(lineRange(number)) }

  /// The bytes of a 1-based line, without its line break.
  package func lineRange(_ number: Int) -> Range<Int> {
    guard number >= 1, number <= lineStarts.count else { return bytes.count..<bytes.count }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// The byte offset at which a 1-based line starts; past the last line, the end of the text.
  package func offset(ofLine number: Int) -> Int {
    number <= lineStarts.count ? lineStarts[max(number, 1) - 1] : bytes.count
  }

  /// The text between two byte offsets.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// The line and column of a byte offset.
  ///
  /// Costs a binary search and the characters before the offset on its line.
  package func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let before = bytes[lineStarts[low]..<offset]
    // Counting clusters is slow where a line is as long as the file, and ASCII needs no counting.
    if before.allSatisfy({ $0 < 0x80 }) {
      return SourcePosition(line: low + 1, column: before.count + 1)
    }
    let text = String(decoding: before, as: UTF8.self)
    return SourcePosition(line: low + 1, column: text.count + 1)
  }
}

import Testing

@testable import SwpipePlugins

@Suite struct CountedLinesValueTests {
  /// The lines of a text that comes in parts of so many bytes.
  private static func lines(_ text: String, by size: Int) -> (CountedLines, [String]) {
    let bytes = Array(text.utf8)
    var lines = CountedLines()
    for end in stride(from: 0, to: bytes.count, by: size) {
      bytes[..<min(bytes.count, end + size)].withUnsafeBytes { lines.scan($0) }
    }
    return (lines, (0..<lines.count).map { String(decoding: bytes[lines[$0]], as: UTF8.self) })
  }

  @Test(arguments: 1...9)
  func `lines are the same however they come in`(_ size: Int) {
    let (lines, found) = Self.lines("one\n\nthree\nno end", by: size)
    #expect(found == ["one", "", "three"])
    #expect(lines.byteCount == 11)
  }

  @Test func `what has no newline is no line`() {
    let (lines, found) = Self.lines("abc", by: 2)
    #expect(found.isEmpty && lines.byteCount == 0)
  }

  @Test func `the first lines can be kept`() {
    var (lines, _) = Self.lines("a\nbb\nccc\n", by: 100)
    lines.keep(2)
    #expect(lines.count == 2 && lines.byteCount == 5 && lines[1] == 2..<4)
  }
}

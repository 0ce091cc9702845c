import SwpipeCore
import Testing

@Suite struct MarkedExcerptTests {
  private static func marked(_ text: String, at offset: Int) -> String {
    let excerpt = MarkedExcerpt(Array(text.utf8).span, at: offset)
    return excerpt.before + "|" + excerpt.after
  }

  @Test func `an element is cut at its place`() {
    #expect(Self.marked("abc", at: 0) == "|abc")
    #expect(Self.marked("abc", at: 1) == "a|bc")
    #expect(Self.marked("abc", at: 3) == "abc|")
    #expect(Self.marked("", at: 0) == "|")
  }

  @Test func `a place outside of the element is its nearest end`() {
    #expect(Self.marked("abc", at: 9) == "abc|")
    #expect(Self.marked("abc", at: -9) == "|abc")
  }

  @Test func `a long element is shortened on both sides`() {
    let text = String(repeating: "a", count: 60) + String(repeating: "b", count: 60)
    let (before, after) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    #expect(Self.marked(text, at: 60) == "…\(before)|\(after)…")
  }

  @Test func `no part of a character is shown`() {
    // The first byte that may be shown is within a character of three bytes.
    let text = String(repeating: "€", count: 20)
    #expect(Self.marked(text, at: 60) == "…" + String(repeating: "€", count: 13) + "|")
  }

  @Test func `what is not printable or not UTF-8 is escaped`() {
    let excerpt = MarkedExcerpt([0x41, 0x09, 0xFF, 0x0A].span, at: 2)
    #expect(excerpt.before == "A\\t")
    #expect(excerpt.after == "\\xFF\\n")
  }
}

/// A piece of an element around what is wrong in it, for a line with a caret below.
package struct MarkedExcerpt: Hashable, Sendable {
  /// What comes before the mark, and what stands at it and behind; nothing in them needs escaping.
  package let before: String
  package let after: String

  /// The most bytes that are shown on each side.
  private static let limit = 40

  /// What is not printable or not UTF-8 is escaped, secrets are hidden; `offset` may be the end.
  package init(_ bytes: Span<UInt8>, at offset: Int) {
    let offset = max(0, min(offset, bytes.count))
    var start = max(0, offset - MarkedExcerpt.limit)
    // A character is shown whole or not at all.
    while start < offset, start > 0, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let end = min(bytes.count, offset + MarkedExcerpt.limit)
    before = (start > 0 ? "…" : "") + Excerpt.plain(bytes, from: start, to: offset)
    after = Excerpt.plain(bytes, from: offset, to: end) + (end < bytes.count ? "…" : "")
  }
}

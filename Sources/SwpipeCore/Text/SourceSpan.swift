/// A run of bytes in one source text; what a diagnostic points at.
package struct SourceSpan: Sendable {
  package let source: SourceText
  /// UTF-8 byte offsets.
  package let range: Range<Int>

  package init(source: SourceText, range: Range<Int>) {
    self.source = source
    self.range = range
  }

  package var start: SourcePosition { source.position(at: range.lowerBound) }
  package var end: SourcePosition { source.position(at: range.upperBound) }
  /// The text the span covers.
  package var text: String { source.text(range) }

  /// The place to print and to store in a plan.
  package var place: SourcePlace {
    let start = start
    return SourcePlace(file: source.name, line: start.line, column: start.column)
  }

  /// The smallest span that covers both; both must be of the same text.
  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(
      source: source,
      range: min(
        range.lowerBound,
        other.range.lowerBound
      )..<max(range.upperBound, other.range.upperBound)
    )
  }
}

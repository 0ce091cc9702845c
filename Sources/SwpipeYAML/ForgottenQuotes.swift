package import SwpipeCore

/// What to say where a text without quotes means something else in YAML.
package enum ForgottenQuotes {
  private static let advice = "put it in single quotes or in a `|` block"
  /// The same for a `${…}`, which stays a text in quotes, whatever it stands for.
  private static let adviceOnVariable =
    "give it a line of its own, without braces around; or, where it is a text, " + advice
  /// The longest mended line that is shown, in bytes.
  private static let longestLine = 200

  /// The help for a node that stands where a text is due: a mapping, a list, or nothing at all.
  ///
  /// Shows the node's line with the quotes put in, if the node stands on one line.
  package static func help(for node: YAMLNode) -> String {
    let span = node.aliasSpan ?? node.span
    if case .scalar(let scalar) = node.content, scalar.text.isEmpty,
      let comment = comment(after: span)
    {
      return help(for: comment)
    }
    return help(for: span)
  }

  /// The help for a piece of the text that should have been quoted, with the mended line.
  package static func help(for span: SourceSpan) -> String {
    let line = span.source.lineRange(at: span.range.lowerBound)
    let range = span.source.trimmed(span.range)
    guard !range.isEmpty, range.upperBound <= line.upperBound else { return advice }
    return help(
      span.source,
      [MendedText.Edit(range: range, replacement: quotes(span.source, range))]
    )
  }

  /// The help with the line that the edits mend, all of which stand on one line.
  static func help(_ source: SourceText, _ edits: [MendedText.Edit]) -> String {
    guard let first = edits.first, let mended = mendedLine(source, edits) else { return advice }
    let isVariable = first.replacement.starts(with: "'${".utf8)
    return (isVariable ? adviceOnVariable : advice) + ":\n" + mended
  }

  /// The line that the edits mend, all of which stand on one line; nil where it is too long.
  static func mendedLine(_ source: SourceText, _ edits: [MendedText.Edit]) -> String? {
    guard let first = edits.first else { return nil }
    let line = source.trimmed(source.lineRange(at: first.range.lowerBound))
    var mended: [UInt8] = []
    var at = line.lowerBound
    for edit in edits {
      mended += source.bytes[at..<max(at, edit.range.lowerBound)]
      mended += edit.replacement
      at = edit.range.upperBound
    }
    mended += source.bytes[at..<max(at, line.upperBound)]
    // Of a line that is too long to be read, only the mended text.
    if mended.count > longestLine { mended = first.replacement }
    if mended.count > longestLine { return nil }
    return String(decoding: mended, as: UTF8.self)
  }

  /// The bytes of a range as a single-quoted scalar.
  static func quotes(_ source: SourceText, _ range: Range<Int>) -> [UInt8] {
    let quote = UInt8(ascii: "'")
    var inner = source.bytes[range]
    // `'it's'` means a quoted text that holds a quote.
    if inner.count > 1, inner.first == quote, inner.last == quote {
      inner = inner.dropFirst().dropLast()
    }
    var result = [quote]
    for byte in inner {
      if byte == quote { result.append(quote) }
      result.append(byte)
    }
    return result + [quote]
  }

  /// The finding that a comment cuts a plain text in two, and the text that was meant.
  ///
  /// Only where the text opens something that the comment closes, so that a comment behind a
  /// finished text is left alone.
  static func cutByComment(
    _ text: String,
    _ span: SourceSpan
  ) -> (finding: Diagnostic, whole: SourceSpan)? {
    guard let comment = comment(after: span) else { return nil }
    guard isCut(text, by: comment.text) else { return nil }
    let whole = span.union(comment)
    let finding = Diagnostic(
      .forgottenQuotes,
      "` #` begins a comment, which cuts this text",
      at: comment,
      help: help(for: whole),
      related: [.init(span: span, message: "this is left of the text")]
    )
    return (finding, whole)
  }

  private static func isCut(_ text: String, by comment: String) -> Bool {
    if count("{{", in: text) > count("}}", in: text) { return true }
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")]
    where count(open, in: text) > count(close, in: text) && count(close, in: comment) > 0 {
      return true
    }
    return count("\"", in: text) % 2 == 1 && count("\"", in: comment) % 2 == 1
  }

  private static func count(_ part: String, in text: String) -> Int {
    var count = 0
    var rest = text.utf8[...]
    while !rest.isEmpty {
      if rest.starts(with: part.utf8) {
        count += 1
        rest = rest.dropFirst(part.utf8.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return count
  }

  /// The comment on the line of a span's end, if nothing but blanks stands between.
  package static func comment(after span: SourceSpan) -> SourceSpan? {
    // Only what follows is looked at, because a line may be as long as the file.
    let bytes = span.source.bytes
    var start = span.range.upperBound
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "#") else { return nil }
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let rest = span.source.trimmed(start..<end)
    return SourceSpan(source: span.source, range: rest)
  }
}

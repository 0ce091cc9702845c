import SwpipeCore

/// Puts libyaml's account of an error into words, and finds the quotes that would mend it.
struct YAMLSyntaxError {
  /// A diagnostic, and the text with the error mended if it is known how.
  struct Finding {
    var diagnostic: Diagnostic
    var mended: MendedText?
  }

  let problem: YAMLProblem
  let text: MendedText
  let source: SourceText
  /// Where the error was noticed and where what was being read began, in the source.
  let offset: Int
  let contextOffset: Int

  init(problem: YAMLProblem, text: MendedText) {
    self.problem = problem
    self.text = text
    source = text.source
    offset = source.contentOffset(before: text.original(problem.offset))
    contextOffset = source.contentOffset(before: text.original(problem.contextOffset))
  }

  /// The most helpful thing to say, from the most certain cause to the least.
  var finding: Finding {
    if let tab = tabFinding { return Finding(diagnostic: tab) }
    if let escape = escapeFinding { return escape }
    if let comma = commaFinding { return comma }
    if let quote = unclosedQuote { return Finding(diagnostic: quote) }
    if let quotes = quotesFinding { return quotes }
    if let bracket = unclosedBracket { return Finding(diagnostic: bracket) }
    return Finding(diagnostic: structureFinding)
  }

  func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(source: source, range: range) }

  /// The character at an offset, or the empty place behind the text.
  func character(at offset: Int) -> SourceSpan {
    let line = source.lineRange(at: offset)
    guard offset < line.upperBound else { return span(offset..<offset) }
    let first = source.text(offset..<line.upperBound).first.map { String($0).utf8.count } ?? 0
    return span(offset..<offset + first)
  }

  /// The text of a line without its indentation and trailing blanks.
  func content(ofLineAt offset: Int) -> SourceSpan {
    span(source.trimmed(source.lineRange(at: offset)))
  }

  /// The nearest line above that is neither blank nor a comment.
  func lineAbove(_ offset: Int) -> Int? {
    var start = source.lineRange(at: offset).lowerBound
    while start > 0 {
      let line = source.lineRange(at: start - 1)
      let content = source.trimmed(line)
      if let first = content.first, source.bytes[first] != UInt8(ascii: "#") {
        return content.lowerBound
      }
      // The first line of a text with a byte order mark begins behind it.
      if line.lowerBound >= start { return nil }
      start = line.lowerBound
    }
    return nil
  }

  // MARK: Tabs

  private var tabFinding: Diagnostic? {
    let isAboutTabs = problem.problem.contains("tab character")
    let candidates =
      [offset, contextOffset] + (isAboutTabs ? [] : [lineAbove(offset)].compactMap(\.self))
    for candidate in candidates {
      let line = source.lineRange(at: candidate)
      let indentation = line.prefix { " \t".utf8.contains(source.bytes[$0]) }
      guard let tab = indentation.first(where: { source.bytes[$0] == UInt8(ascii: "\t") }),
        let last = indentation.last(where: { source.bytes[$0] == UInt8(ascii: "\t") }),
        indentation.count < line.count
      else { continue }
      return tabDiagnostic(tab..<last + 1)
    }
    guard isAboutTabs || source.bytes.indices.contains(offset) && source.bytes[offset] == 9 else {
      return nil
    }
    return tabDiagnostic(character(at: offset).range)
  }

  private func tabDiagnostic(_ range: Range<Int>) -> Diagnostic {
    Diagnostic(
      .yamlTab,
      "a tab stands in the indentation, YAML allows only spaces",
      at: span(range),
      help: "indent with two spaces; most editors can convert the whole file"
    )
  }

  // MARK: Escapes

  private var escapeFinding: Finding? {
    let isEscape =
      problem.problem.contains("escape character") || problem.problem.contains("hexdecimal")
      || problem.problem.contains("Unicode character escape")
    guard isEscape, source.bytes.indices.contains(contextOffset) else { return nil }
    var slash = min(offset, source.bytes.count - 1)
    while slash > contextOffset, source.bytes[slash] != UInt8(ascii: "\\") { slash -= 1 }
    let line = source.lineRange(at: slash)
    let letter = character(at: min(slash + 1, line.upperBound))
    let place = span(slash..<max(slash + 1, letter.range.upperBound))
    var finding = Finding(
      diagnostic: Diagnostic(
        .yamlEscape,
        escapeMessage(place.text),
        at: place,
        help: "write `\\\\` for a backslash in double quotes"
      )
    )
    if SurrogatePair.half(source.bytes, slash) != nil {
      let half = span(slash..<slash + SurrogatePair.length / 2)
      finding.diagnostic = Diagnostic(
        .yamlEscape,
        escapeMessage(half.text),
        at: half,
        help: "a character past U+FFFF is both halves, such as `\\ud83d\\ude00`, "
          + "or `\\U` and eight digits, such as `\\U0001F600`"
      )
    } else if let edit = escapeEdit(slash) {
      finding.diagnostic = Diagnostic(
        .yamlEscape,
        escapeMessage(place.text),
        at: place,
        help: ForgottenQuotes.help(source, [edit])
      )
      finding.mended = advanced([edit], past: slash)
    }
    return finding
  }

  private func escapeMessage(_ escape: String) -> String {
    switch escape {
    case "\\x": "`\\x` takes two hexadecimal digits"
    case "\\u": "`\\u` takes four hexadecimal digits and names a character"
    case let half where half.count == 6: "`\(half)` is half of a pair, which names no character"
    case "\\U": "`\\U` takes eight hexadecimal digits and names a character"
    default: "`\(escape)` is no escape that YAML knows in double quotes"
    }
  }

  /// Single quotes around a double-quoted text that stands on one line and holds no true escape.
  private func escapeEdit(_ slash: Int) -> MendedText.Edit? {
    let start = contextOffset
    guard source.bytes[start] == UInt8(ascii: "\"") else { return nil }
    let line = source.lineRange(at: start)
    var replacement = [UInt8(ascii: "'")]
    var at = start + 1
    while at < line.upperBound {
      let byte = source.bytes[at]
      if byte == UInt8(ascii: "\"") {
        let edit = MendedText.Edit(
          range: start..<at + 1,
          replacement: replacement + [UInt8(ascii: "'")]
        )
        return text.isMended(edit.range) ? nil : edit
      }
      if byte == UInt8(ascii: "\\"), at + 1 < line.upperBound {
        let next = source.bytes[at + 1]
        at += 1
        // An escaped quote or backslash is that character; other escapes stay as written.
        if next != UInt8(ascii: "\"") && next != UInt8(ascii: "\\") { replacement.append(byte) }
      }
      if source.bytes[at] == UInt8(ascii: "'") { replacement.append(UInt8(ascii: "'")) }
      replacement.append(source.bytes[at])
      at += 1
    }
    return nil
  }

  // MARK: Forgotten quotes

  private var quotesFinding: Finding? {
    var lines: [Int] = []
    for candidate in [offset, contextOffset, lineAbove(offset)].compactMap(\.self) {
      let start = source.lineRange(at: candidate).lowerBound
      if !lines.contains(start) { lines.append(start) }
    }
    for line in lines {
      let values = QuoteMender.values(in: source, lineAt: line)
      guard let first = values.first else { continue }
      let edits = values.map {
        MendedText.Edit(range: $0, replacement: ForgottenQuotes.quotes(source, $0))
      }
      guard let mended = advanced(edits, past: offset) else { continue }
      // What opens a bracket and does not close it is more often an unfinished list.
      if isUnclosed(first), let bracket = unclosedBracket {
        return Finding(diagnostic: bracket, mended: closed(first) ?? mended)
      }
      let place = span(first)
      if values.count == 1, let call = ForgottenBraces(source, first) {
        let edit = MendedText.Edit(range: first, replacement: call.mended)
        if let mended = advanced([edit], past: offset) {
          return Finding(diagnostic: call.diagnostic(at: place, edit), mended: mended)
        }
      }
      let diagnostic = Diagnostic(
        .forgottenQuotes,
        "this text needs quotes: \(QuoteMender.reason(place.text))",
        at: place,
        help: ForgottenQuotes.help(source, edits)
      )
      return Finding(diagnostic: diagnostic, mended: mended)
    }
    return nil
  }

  /// The text with a list or mapping closed that ends with its line, its last bracket replaced where
  /// that is the other one.
  private func closed(_ value: Range<Int>) -> MendedText? {
    let isList = source.bytes[value.lowerBound] == UInt8(ascii: "[")
    let close = UInt8(ascii: isList ? "]" : "}")
    let other = UInt8(ascii: isList ? "}" : "]")
    let opened = UInt8(ascii: isList ? "{" : "[")
    var bytes = Array(source.bytes[value])
    if bytes.last == other, !bytes.contains(opened) { bytes.removeLast() }
    return advanced([MendedText.Edit(range: value, replacement: bytes + [close])], past: offset)
  }

  private func isUnclosed(_ value: Range<Int>) -> Bool {
    let bytes = source.bytes[value]
    guard let first = bytes.first, "[{".utf8.contains(first) else { return false }
    return !bytes.contains(first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}"))
  }

  /// The text with the edits, if it can then be read past the line of an offset.
  private func advanced(_ edits: [MendedText.Edit], past offset: Int) -> MendedText? {
    guard !edits.contains(where: { text.isMended($0.range) }) else { return nil }
    let mended = text.applying(edits)
    var reader = YAMLEventReader(mended.bytes)
    while true {
      do throws(YAMLProblem) {
        if case .streamEnd = try reader.next().kind { return mended }
      } catch {
        let next = mended.original(error.offset)
        let isFurther = next > source.lineRange(at: offset).upperBound
        return isFurther || (next > offset && error.problem.contains("escape")) ? mended : nil
      }
    }
  }
}

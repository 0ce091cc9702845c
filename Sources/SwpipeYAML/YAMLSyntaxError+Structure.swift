import SwpipeCore

/// Errors of structure: quotes and brackets that do not close, colons, indentation.
extension YAMLSyntaxError {
  /// A quoted text that runs to the end of the file.
  var unclosedQuote: Diagnostic? {
    guard problem.context?.contains("quoted scalar") == true else { return nil }
    let quote = character(at: contextOffset)
    return Diagnostic(
      .yamlSyntax,
      "the quote that opens here is never closed",
      at: quote,
      help: "close it with `\(quote.text)`",
      related: [.init(span: character(at: offset), message: "the text goes on to here")]
    )
  }

  /// A list or mapping in brackets that has no end, or something else where its end is due.
  var unclosedBracket: Diagnostic? {
    guard let context = problem.context, context.contains("flow") else { return nil }
    if let quote = QuoteMender.unclosedQuote(in: source, lineAt: contextOffset) {
      return Diagnostic(
        .yamlSyntax,
        "the quote that opens here is not closed on its line",
        at: character(at: quote),
        help: "close it with `\(character(at: quote).text)`",
        related: [.init(span: character(at: offset), message: "the text was read to before this")]
      )
    }
    guard let start = openBracket else { return nil }
    let opening = character(at: start)
    let close = opening.text == "[" ? "]" : "}"
    if start < offset, ["]", "}"].contains(character(at: offset).text) {
      return Diagnostic(
        .yamlSyntax,
        "`\(close)` is missing before this",
        at: character(at: offset),
        help: "`\(opening.text)` is closed by `\(close)`",
        related: [.init(span: opening, message: "it opens here")]
      )
    }
    let isMaybeText = !QuoteMender.values(in: source, lineAt: contextOffset).isEmpty
    let help =
      "close it with `\(close)`"
      + (isMaybeText ? "; if it is meant as text, " + lineHelp(contextOffset) : "")
    // At the start of a line, what is missing is missing behind the line before.
    var place = offset
    if source.trimmed(source.lineRange(at: offset)).lowerBound == offset, offset > contextOffset {
      place = source.contentOffset(before: source.lineRange(at: offset).lowerBound - 1)
    }
    return Diagnostic(
      .yamlSyntax,
      "`,` or `\(close)` is missing in what opens with `\(opening.text)`",
      at: character(at: place),
      help: help,
      related: [.init(span: opening, message: "it opens here")]
    )
  }

  /// The bracket that is open where the error was noticed.
  ///
  /// libyaml names it as what it was reading, but for a value that is missing names that value's place.
  private var openBracket: Int? {
    if ["[", "{"].contains(character(at: contextOffset).text) { return contextOffset }
    var depth = 0
    var at = min(contextOffset, source.bytes.count)
    while at > 0 {
      at -= 1
      switch source.bytes[at] {
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if depth == 0 { return at }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  /// Everything else, told by what libyaml expected.
  var structureFinding: Diagnostic {
    let here = character(at: offset)
    switch problem.problem {
    case "could not find expected ':'":
      return missingColon(at: contextOffset)
    case "mapping values are not allowed in this context":
      return unexpectedKey
    case "block sequence entries are not allowed in this context":
      return finding(
        "a list cannot begin here",
        here,
        "begin the list on a line of its own below the key"
      )
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      return unexpectedContent
    case "did not find expected node content":
      return finding("a value is missing before this", here, quotesHint)
    case "found undefined tag handle":
      return finding("this tag has a handle that is not defined", here, quotesHint)
    case "did not find expected comment or line break":
      return finding(
        "text follows `|` or `>` on the same line",
        here,
        "the text of a block begins on the next line; " + lineHelp(offset)
      )
    case "found character that cannot start any token":
      return finding("no text may begin with `\(here.text)` in YAML", here, lineHelp(offset))
    default:
      let words = problem.problem.isEmpty ? "this is not YAML" : Self.cleaned(problem.problem)
      return finding(words, here, quotesHint)
    }
  }

  private func finding(_ message: String, _ span: SourceSpan, _ help: String?) -> Diagnostic {
    Diagnostic(.yamlSyntax, message, at: span, help: help)
  }

  private func missingColon(at offset: Int) -> Diagnostic {
    let whole = content(ofLineAt: offset).range
    let line = span(entryStart(whole)..<whole.upperBound)
    if let colon = tightColon(in: line.range) {
      let next = character(at: colon + 1)
      if let scalar = next.text.unicodeScalars.first,
        let name = InvisibleCharacters.name(of: scalar)
      {
        return finding(
          "\(name) stands behind the colon, where YAML needs a usual space",
          next,
          "delete it and type a space; it may have come from a web page"
        )
      }
      return finding(
        "a space is missing behind the colon",
        character(at: colon),
        "write `\(spaced(line.range, colon))`"
      )
    }
    return finding(
      "`: ` is missing behind this key",
      line,
      "an entry of a mapping is `key: value`"
    )
  }

  /// A key where none can be: it stands too deep, or the line above is not what it seems.
  private var unexpectedKey: Diagnostic {
    let line = content(ofLineAt: offset)
    guard let above = lineAbove(offset) else {
      return finding("no key can stand here", line, quotesHint)
    }
    let aboveLine = content(ofLineAt: above)
    let key = entryStart(aboveLine.range)
    if column(key) == column(line.range.lowerBound) {
      return missingColon(at: above)
    }
    if column(key) < column(line.range.lowerBound) {
      return Diagnostic(
        .yamlSyntax,
        "this key stands deeper than the one above, which has a value already",
        at: keySpan(line.range),
        help: "give both keys the same indentation",
        related: [.init(span: aboveLine, message: "this is the line above")]
      )
    }
    return finding("no key can stand here", keySpan(line.range), quotesHint)
  }

  /// A line whose indentation fits nothing above it, or text behind a finished value.
  private var unexpectedContent: Diagnostic {
    let here = character(at: offset)
    let line = content(ofLineAt: offset)
    if here.text == "}" || here.text == "]" {
      return finding("nothing is open that this `\(here.text)` could close", here, quotesHint)
    }
    guard line.range.lowerBound == offset else {
      return finding(
        "the value has ended before this",
        character(at: offset),
        quotesHint ?? "one text with quotes inside needs quotes around the whole"
      )
    }
    var related: [Diagnostic.Related] = []
    if problem.context != nil, contextOffset < offset {
      related.append(
        .init(
          span: content(ofLineAt: contextOffset),
          message: "what it could belong to begins here"
        )
      )
    }
    return Diagnostic(
      .yamlSyntax,
      "the indentation of this line fits no line above it",
      at: keySpan(line.range),
      help: "keys of one mapping and entries of one list begin in the same column",
      related: related
    )
  }

  /// A colon inside a word of a line that has no key, such as `map:text.upper`.
  private func tightColon(in range: Range<Int>) -> Int? {
    for offset in range where source.bytes[offset] == UInt8(ascii: ":") {
      let next = offset + 1 < range.upperBound ? source.bytes[offset + 1] : UInt8(ascii: " ")
      return next == UInt8(ascii: " ") || next == UInt8(ascii: "/") ? nil : offset
    }
    return nil
  }

  private func spaced(_ line: Range<Int>, _ colon: Int) -> String {
    source.text(line.lowerBound..<colon + 1) + " " + source.text(colon + 1..<line.upperBound)
  }

  /// The line's key, or all of it if it has none.
  private func keySpan(_ line: Range<Int>) -> SourceSpan {
    let colon = line.first { source.bytes[$0] == UInt8(ascii: ":") }
    return span(line.lowerBound..<max(line.lowerBound, colon ?? line.upperBound))
  }

  /// Where the key or value of a line begins, behind the marks of list entries.
  private func entryStart(_ line: Range<Int>) -> Int {
    var start = line.lowerBound
    while start + 1 < line.upperBound, source.bytes[start] == UInt8(ascii: "-"),
      source.bytes[start + 1] == UInt8(ascii: " ")
    {
      start = source.trimmed(start + 1..<line.upperBound).lowerBound
    }
    return start
  }

  private func column(_ offset: Int) -> Int { offset - source.lineRange(at: offset).lowerBound }

  /// The help that quotes may be missing, for lines with a character that YAML gives a meaning.
  private var quotesHint: String? {
    let text = source.text(source.lineRange(at: offset))
    let signs = ["{{", "${", ": ", "\\", "*", "[", "@", ">"]
    return signs.contains { text.contains($0) } ? "if a text is meant, " + lineHelp(offset) : nil
  }

  /// The help for the values of a line that could be texts without their quotes.
  private func lineHelp(_ offset: Int) -> String {
    let values = QuoteMender.values(in: source, lineAt: offset)
    return ForgottenQuotes.help(
      source,
      values.map { .init(range: $0, replacement: ForgottenQuotes.quotes(source, $0)) }
    )
  }

  private static func cleaned(_ problem: String) -> String {
    problem.hasPrefix("found ") ? "YAML does not allow this: " + problem.dropFirst(6) : problem
  }
}

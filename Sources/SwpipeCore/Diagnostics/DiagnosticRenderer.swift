/// Turns diagnostics into what is printed: frames for people, lines for editors, JSON for tools.
package struct DiagnosticRenderer: Sendable {
  /// How diagnostics are written; the raw values are those of `--format`.
  package enum Format: String, Sendable, CaseIterable {
    case human
    case short
    case json
  }

  package var format: Format
  /// Whether the human format is coloured with terminal escapes.
  package var colour: Bool

  package init(format: Format = .human, colour: Bool = false) {
    self.format = format
    self.colour = colour
  }

  /// The text of all diagnostics, sorted by place and without doubles.
  ///
  /// Ends in a newline; the human and short formats give an empty text where there are none.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let ordered = Diagnostic.inOrder(diagnostics)
    switch format {
    case .human: return ordered.map(human).joined(separator: "\n")
    case .short: return ordered.map(short).joined()
    case .json: return Self.json(ordered)
    }
  }

  private func short(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.span.place): \(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]: "
      + "\(Self.oneLine(diagnostic.message))\(Self.shortHelp(diagnostic.help))\n"
  }

  /// The first line of a help, behind a message; a colon at its end leads to lines that are left out.
  private static func shortHelp(_ help: String?) -> String {
    guard var line = help?.split(separator: "\n").first else { return "" }
    if line.hasSuffix(":") { line.removeLast() }
    return "; help: \(oneLine(String(line)))"
  }

  private func human(_ diagnostic: Diagnostic) -> String {
    let paint = DiagnosticPaint(isOn: colour)
    let tone: DiagnosticPaint.Tone = diagnostic.severity == .error ? .error : .warning
    let spans = [diagnostic.span] + diagnostic.related.map(\.span)
    let gutter = spans.map { String($0.start.line).count }.max() ?? 1

    var output = paint.text(
      "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]",
      as: tone
    )
    output += paint.text(": \(Self.oneLine(diagnostic.message))", as: .title) + "\n"
    if diagnostic.code == .fileUnreadable {
      // There is no text to show.
      output += paint.text(" -->", as: .gutter) + " \(Self.oneLine(diagnostic.span.source.name))\n"
    } else {
      output += DiagnosticFrame(span: diagnostic.span, mark: "^", tone: tone, gutter: gutter)
        .render(paint)
    }
    for related in diagnostic.related {
      output += paint.text("note", as: .note) + ": \(Self.oneLine(related.message))\n"
      output += DiagnosticFrame(span: related.span, mark: "-", tone: .note, gutter: gutter)
        .render(paint)
    }
    if let help = diagnostic.help {
      let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        output += index == 0 ? paint.text("help", as: .help) + ": " : "      "
        output += Self.oneLine(String(line)) + "\n"
      }
    }
    return output
  }

  /// The text with control characters made visible, so that none of a spec reaches the terminal.
  private static func oneLine(_ text: String) -> String {
    String(text.map(DiagnosticFrame.visible))
  }
}

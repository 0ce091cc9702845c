extension DiagnosticRenderer {
  /// A JSON array with one object a line, for tools.
  static func json(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "[]\n" }
    return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]\n"
  }

  private static func object(_ diagnostic: Diagnostic) -> String {
    let related = diagnostic.related.map {
      "{\"message\": \(quoted($0.message)), \(place($0.span))}"
    }
    let fields = [
      "\"code\": \(JSONText.quoted(diagnostic.code.rawValue))",
      "\"severity\": \(JSONText.quoted(diagnostic.severity.rawValue))",
      "\"message\": \(quoted(diagnostic.message))",
      "\"help\": \(diagnostic.help.map(quoted) ?? "null")",
      place(diagnostic.span),
      "\"related\": [\(related.joined(separator: ", "))]",
    ]
    return "{\(fields.joined(separator: ", "))}"
  }

  private static func place(_ span: SourceSpan) -> String {
    let start = span.start
    let end = span.end
    return "\"file\": \(JSONText.quoted(span.source.name)), "
      + "\"line\": \(start.line), \"column\": \(start.column), "
      + "\"end_line\": \(end.line), \"end_column\": \(end.column)"
  }

  private static func quoted(_ text: String) -> String {
    JSONText.quoted(Redaction.text(text))
  }
}

/// Something to say about the user's text: found by a check, collected with all others of the file.
///
/// A diagnostic is a value and never thrown; what happens while a pipeline runs is a `RunFailure`.
package struct Diagnostic: Sendable {
  package enum Severity: String, Sendable, Codable {
    case error
    case warning
  }

  /// A second place that belongs to the finding, such as the first of two equal keys.
  package struct Related: Sendable {
    package var span: SourceSpan
    package var message: String

    package init(span: SourceSpan, message: String) {
      self.span = span
      self.message = message
    }
  }

  package var code: DiagnosticCode
  package var severity: Severity
  /// One sentence without a final full stop, which says what is wrong in the user's words.
  package var message: String
  package var span: SourceSpan
  /// The way out: the valid values, a near name, the mended line.
  ///
  /// May span several lines.
  package var help: String?
  package var related: [Related]

  package init(
    _ code: DiagnosticCode,
    _ severity: Severity,
    _ message: String,
    at span: SourceSpan,
    help: String? = nil,
    related: [Related] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.help = help
    self.related = related
  }

  /// An error; a warning names its severity.
  package init(
    _ code: DiagnosticCode,
    _ message: String,
    at span: SourceSpan,
    help: String? = nil,
    related: [Related] = []
  ) {
    self.init(code, .error, message, at: span, help: help, related: related)
  }
}

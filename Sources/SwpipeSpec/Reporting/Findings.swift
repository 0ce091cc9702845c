import SwpipeCore

/// Collects what the checks of one spec find, in the order in which they find it.
final class Findings {
  private(set) var diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic] = []) {
    self.diagnostics = diagnostics
  }

  /// Whether any finding keeps the spec from running.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Whether something of a code was found.
  func has(_ code: DiagnosticCode) -> Bool { diagnostics.contains { $0.code == code } }

  /// Adds what others found.
  func add(_ found: [Diagnostic]) { diagnostics += found }

  /// Adds an error; the message stands beside the check that calls this.
  func error(
    _ code: DiagnosticCode,
    _ message: String,
    at span: SourceSpan,
    help: String? = nil,
    related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(Diagnostic(code, .error, message, at: span, help: help, related: related))
  }

  /// Adds a warning.
  func warning(
    _ code: DiagnosticCode,
    _ message: String,
    at span: SourceSpan,
    help: String? = nil,
    related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(Diagnostic(code, .warning, message, at: span, help: help, related: related))
  }
}

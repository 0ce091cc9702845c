package import SwpipeCore

/// What became of a spec.
package struct SpecResult: Sendable {
  /// What will run; nil if a diagnostic is an error, or if a value is unknown that the plan needs.
  package var plan: Plan?
  /// Everything that was found, errors and warnings, in no order.
  package var diagnostics: [Diagnostic]
  /// The values of the secrets that the plan refers to, and of all others that the spec names.
  package var secrets = Secrets()
  /// The names of the variables in the spec; nil if it could not be read.
  package var variables: Set<String>?

  /// Makes a result, as for a text that could not be read at all.
  package init(
    plan: Plan? = nil,
    diagnostics: [Diagnostic],
    secrets: Secrets = Secrets(),
    variables: Set<String>? = nil
  ) {
    self.plan = plan
    self.diagnostics = diagnostics
    self.secrets = secrets
    self.variables = variables
  }

  /// Whether the spec is invalid.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

import SwpipeCore

/// A source between spec and plan.
struct SourceDraft {
  var id: String
  /// Where it was declared; the start of the spec for the default one.
  var span: SourceSpan
  /// Nil if it could not be read, or is not in the catalog.
  var component: CheckedComponent?

  /// Whether it gives what a terminal, a pipe or a file holds, which may be any amount.
  var isUnbounded: Bool {
    let name = component?.definition.name
    return name == BuiltinName.stdin || name == BuiltinName.file
  }
}

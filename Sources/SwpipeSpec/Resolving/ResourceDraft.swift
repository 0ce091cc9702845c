import SwpipeCore

/// A resource between spec and plan: an entry of `resources:`, or of a stage's `on_start`.
struct ResourceDraft {
  var name: String
  var nameSpan: SourceSpan
  /// Nil if it could not be read, or is not in the catalog.
  var component: CheckedComponent?
  /// Nil if it could not be read.
  var scope: ResourcePlan.Scope?
  /// Where the scope is said.
  var scopeSpan: SourceSpan?
  /// The same for all that refer to one definition.
  var sharedName: String

  /// The name of its definition.
  var type: String? { component?.definition.name }

  /// The part of its definition that says how it lives.
  var role: ResourceRole? {
    if case .resource(let role) = component?.definition.role { role } else { nil }
  }
}

/// A resource that each worker of a stage starts, under a name of its own.
package struct ResourcePlan: Hashable, Sendable, Codable {
  /// Who shares the resource.
  package enum Scope: String, CaseIterable, Hashable, Sendable, Codable {
    /// Each worker has its own.
    case worker
    /// The whole run has one.
    case run
  }

  /// The local name: what transforms and templates of the stage know it by.
  package var name: String
  /// The name of its definition: its type.
  package var component: String
  /// May hold templates over `$worker_info` for parameters of type text and file; each worker
  /// starts it with `arguments.resolved(for:)`.
  package var arguments: Arguments
  package var scope: Scope
  /// What it shares by, for `scope: run`: the same for all references to one definition.
  package var sharedName: String
  package var place: SourcePlace

  package init(
    name: String,
    component: String,
    arguments: Arguments,
    scope: Scope = .worker,
    sharedName: String,
    place: SourcePlace
  ) {
    self.name = name
    self.component = component
    self.arguments = arguments
    self.scope = scope
    self.sharedName = sharedName
    self.place = place
  }
}

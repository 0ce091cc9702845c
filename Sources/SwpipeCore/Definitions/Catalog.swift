/// Every component that a spec may name, by role and name.
package struct Catalog: Sendable {
  package private(set) var transforms: [String: Definition] = [:]
  package private(set) var sources: [String: Definition] = [:]
  package private(set) var sinks: [String: Definition] = [:]

  /// Takes definitions whose names are unique within their role.
  package init(_ definitions: [Definition]) {
    for definition in definitions {
      switch definition.role {
      case .transform: transforms[definition.name] = definition
      case .source: sources[definition.name] = definition
      case .sink: sinks[definition.name] = definition
      }
    }
  }
}

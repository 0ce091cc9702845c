/// Every component that a spec may name, by role and name.
package struct Catalog: Sendable {
  package private(set) var transforms: [String: Definition] = [:]
  /// The operators that need no transform, by their names; no plugin can take their place.
  package private(set) var operators: [String: Definition] = [:]
  package private(set) var sources: [String: Definition] = [:]
  package private(set) var sinks: [String: Definition] = [:]
  package private(set) var resources: [String: Definition] = [:]
  /// What `on_done` can do.
  package private(set) var actions: [String: Definition] = [:]

  /// What its components' expressions are written in.
  package let language: ExpressionLanguage

  /// Takes definitions whose names are unique within their role.
  package init(_ definitions: [Definition], language: ExpressionLanguage = .none) {
    self.language = language
    for definition in definitions { add(definition) }
  }

  /// Adds a definition, in the place of one of the same role and name.
  package mutating func add(_ definition: Definition) {
    switch definition.role {
    case .transform(let role) where role.operators.first?.standsAlone == true:
      operators[definition.name] = definition
    case .transform: transforms[definition.name] = definition
    case .source: sources[definition.name] = definition
    case .sink: sinks[definition.name] = definition
    case .resource: resources[definition.name] = definition
    case .action: actions[definition.name] = definition
    }
  }
}

extension Catalog {
  /// Whether the workers of a stage have a process of their transform's own.
  package func hasOwnProcess(_ stage: StagePlan) -> Bool {
    role(of: stage)?.hasOwnProcess ?? false
  }

  /// The role of the transform of a stage; nil for a stage that has none.
  package func role(of stage: StagePlan) -> TransformRole? {
    guard case .transform(let name, let operation, _, _) = stage.work else { return nil }
    return transform(name, operation)
  }

  /// The role of a transform that a plan names; the plan was checked, so a missing one is a bug.
  package func transform(_ name: String, _ operation: Operator) -> TransformRole {
    let known = operation.standsAlone ? operators : transforms
    guard case .transform(let role)? = known[name]?.role else {
      preconditionFailure("the plan names the unknown transform \(name)")
    }
    return role
  }

  /// The role of a source that a plan names.
  package func source(_ name: String) -> SourceRole {
    guard case .source(let role)? = sources[name]?.role else {
      preconditionFailure("the plan names the unknown source \(name)")
    }
    return role
  }

  /// The role of a sink that a plan names.
  package func sink(_ name: String) -> SinkRole {
    guard case .sink(let role)? = sinks[name]?.role else {
      preconditionFailure("the plan names the unknown sink \(name)")
    }
    return role
  }

  /// The role of a resource that a plan names.
  package func resource(_ name: String) -> ResourceRole {
    guard case .resource(let role)? = resources[name]?.role else {
      preconditionFailure("the plan names the unknown resource \(name)")
    }
    return role
  }

  /// The role of an action that a plan names.
  package func action(_ name: String) -> ActionRole {
    guard case .action(let role)? = actions[name]?.role else {
      preconditionFailure("the plan names the unknown action \(name)")
    }
    return role
  }
}

/// What of a stage keeps a state from one element to the next: its transform, or a resource that the
/// transform uses.
package struct StateHolder: Sendable {
  package var keeps: KeptState
  /// Nil for the transform itself.
  package var resource: ResourcePlan?

  /// Whether the whole run has one, so that it outlives the worker that uses it.
  package var isShared: Bool { resource?.scope == .run }
}

extension Catalog {
  /// All that keeps a state in a stage; empty for most stages.
  package func stateHolders(of stage: StagePlan) -> [StateHolder] {
    guard let role = role(of: stage) else { return [] }
    var holders = [StateHolder(keeps: role.keeps)]
    for resource in stage.onStart where stage.resourceNames.values.contains(resource.name) {
      let role = self.resource(resource.component)
      holders.append(StateHolder(keeps: role.keeps(resource.arguments), resource: resource))
    }
    return holders.filter { $0.keeps != .nothing }
  }
}

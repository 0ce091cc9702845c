import SwpipeCore

/// Follows the types of the elements along the graph.
struct TypeResolver {
  /// What a source gives; empty if it is not known.
  func types(ofSource component: Component?) -> Set<ElementType> {
    guard let component, component.isWhole, case .source(let role) = component.definition.role
    else { return [] }
    return [role.gives(component.arguments)]
  }

  /// What a sink takes; anything, if it is not known.
  func acceptance(ofSink component: Component?) -> Acceptance {
    guard let component, component.isWhole, case .sink(let role) = component.definition.role
    else { return .any }
    return role.accepts(component.arguments)
  }

  /// What a stage gives that these feed; empty if it is not known.
  func types(
    ofStage work: StageSpec.Work,
    _ transform: TransformRole?,
    _ feeders: [Feeder],
    in graph: Graph
  ) -> Set<ElementType> {
    if feeders.isEmpty { return [] }
    switch work {
    case .ordered: return graph.types(of: feeders)
    case .unreadable: return []
    case .transform(let operation, _):
      guard let role = transform else { return [] }
      switch (operation, role.gives) {
      case (.filter, _), (.each, _), (.route, _), (_, .same): return graph.types(of: feeders)
      case (_, .text): return [.text]
      case (_, .json): return [.json]
      }
    }
  }
}

import SwpipeCore

/// Follows the types of the elements along the graph.
struct TypeResolver {
  /// Fills in what the stages give.
  func run(on draft: inout Draft) {
    for index in draft.order ?? [] {
      let stage = draft.stages[index]
      guard let feeders = stage.feeders else { continue }
      guard case .transform(let operation, _) = stage.spec.work else {
        if stage.isOrderedStage { draft.stages[index].types = types(of: feeders, draft) }
        continue
      }
      guard let role = stage.component?.transform else { continue }
      draft.stages[index].types = result(operation, role, types(of: feeders, draft))
    }
  }

  private func types(of feeders: [Feeder], _ draft: Draft) -> Set<ElementType>? {
    var all: Set<ElementType> = []
    for feeder in feeders {
      guard let types = draft.types(of: feeder) else { return nil }
      all.formUnion(types)
    }
    return all
  }

  private func result(
    _ operation: Operator,
    _ role: TransformRole,
    _ types: Set<ElementType>?
  ) -> Set<ElementType>? {
    switch (operation, role.gives) {
    case (.filter, _), (.each, _), (_, .same): types
    case (_, .text): [.text]
    case (_, .json): [.json]
    }
  }
}

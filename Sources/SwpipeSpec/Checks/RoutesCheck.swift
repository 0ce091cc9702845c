import SwpipeCore

/// Finds routes that nobody reads, routes that share their name with a stage, and elements that no route
/// takes.
struct RoutesCheck {
  let graph: Graph
  let findings: Findings

  /// Reports them; of readers it says nothing where one is not understood, which may be the missing one.
  func run() {
    let readers = graph.stages.map(\.feeders) + graph.sinks.map(\.feeders)
    let read = Set(readers.joined())
    let ids = Dictionary(
      graph.stages.filter(\.hasId).map { ($0.id, $0.spec.id?.span ?? $0.spec.headSpan) }
        + graph.sources.map { ($0.id, $0.span) },
      uniquingKeysWith: { first, _ in first }
    )
    for (index, stage) in graph.stages.enumerated() where !stage.spec.routes.isEmpty {
      for (number, route) in stage.spec.routes.enumerated() {
        let id = graph.id(of: .route(number, of: index))
        if let owner = ids[id] {
          clash(id, owner, route)
        } else if !read.contains(.route(number, of: index)), !route.isDiscarded,
          !graph.hasUnknownReads, !graph.hasCycle, stage.hasId
        {
          unread(id, route)
        }
      }
      if !stage.spec.routes.contains(where: \.isOtherwise) { withoutOtherwise(stage) }
    }
  }

  private func clash(_ id: String, _ owner: SourceSpan, _ route: RouteSpec) {
    findings.error(
      .duplicateId,
      "`\(id)` is both a route and an id",
      at: route.nameSpan,
      help: "give the route or the stage another name",
      related: [Diagnostic.Related(span: owner, message: "the id is given here")]
    )
  }

  private func unread(_ id: String, _ route: RouteSpec) {
    let condition = route.condition.map(\.span.text) ?? RoutePlan.otherwise
    findings.error(
      .unreadRoute,
      "nobody reads the route `\(id)`",
      at: route.nameSpan,
      help: "read it with `from: \(id)`, or drop its elements: "
        + "`\(route.name): {when: \(condition), discard: true}`"
    )
  }

  private func withoutOtherwise(_ stage: Graph.Stage) {
    findings.warning(
      .missingOtherwise,
      "\(stage.label) drops the elements for which no condition holds",
      at: stage.spec.headSpan,
      help:
        "add a route for them: `rest: otherwise`, or `rest: {when: otherwise, discard: true}` if "
        + "this is meant"
    )
  }
}

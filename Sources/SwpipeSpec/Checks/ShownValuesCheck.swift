import SwpipeCore

/// Finds resources that are to show their value, to a plugin that asks for it, and have none to show.
struct ShownValuesCheck {
  let graph: Graph
  let findings: Findings

  /// Reports them, for each component that asks for a resource of any type.
  func run() {
    for index in graph.stages.indices {
      let stage = graph.stages[index]
      if let component = stage.component {
        check(component, stage.resourceNames, stage.onStart, stage.spec.headSpan)
      }
      for action in stage.onDone {
        check(action.component, action.resourceNames, stage.onStart, action.nameSpan)
      }
    }
  }

  private func check(
    _ component: Component,
    _ names: [String: String],
    _ started: [Graph.Resource],
    _ span: SourceSpan
  ) {
    for request in component.definition.requests where request.type == nil {
      guard let name = names[request.name],
        let resource = started.first(where: { $0.name == name }), !resource.role.showsValue
      else { continue }
      report(resource, component, component.given[request.name]?.span ?? span)
    }
  }

  private func report(_ resource: Graph.Resource, _ component: Component, _ span: SourceSpan) {
    let showing = graph.catalog.resources.values.filter { definition in
      if case .resource(let role) = definition.role { role.showsValue } else { false }
    }
    findings.error(
      .missingResource,
      "`\(component.definition.name)` names `\(resource.name)`, but a `\(resource.type)` shows it "
        + "no value",
      at: span,
      help: "those that do are \(Wording.list(showing.map(\.name).sorted()))",
      related: [Diagnostic.Related(span: resource.nameSpan, message: "it is started here")]
    )
  }
}

import SwpipeCore

/// Finds, for each resource that a transform or an action uses, which of its stage's is meant.
struct RequestsCheck {
  let catalog: Catalog
  let findings: Findings

  /// Fills in the resource names of the stages and their actions.
  func run(on draft: inout Draft) {
    for index in draft.stages.indices {
      let stage = draft.stages[index]
      guard stage.spec.onStart != nil else { continue }
      if let component = stage.component {
        draft.stages[index].resourceNames = names(
          component,
          stage.spec.headSpan,
          stage,
          draft.resources
        )
      }
      for (position, action) in stage.onDone.enumerated() {
        guard let component = action.component else { continue }
        draft.stages[index].onDone[position].resourceNames = names(
          component,
          action.nameSpan,
          stage,
          draft.resources
        )
      }
    }
  }

  private func names(
    _ component: CheckedComponent,
    _ span: SourceSpan,
    _ stage: StageDraft,
    _ shared: [ResourceDraft]
  ) -> [String: String] {
    var names: [String: String] = [:]
    for request in component.definition.requests {
      let resource =
        component.given[request.name] == nil
        ? implied(request, component, span, stage, shared)
        : picked(request, component, span, stage)
      names[request.name] = resource?.name
    }
    return names
  }

  private func picked(
    _ request: ResourceRequest,
    _ component: CheckedComponent,
    _ span: SourceSpan,
    _ stage: StageDraft
  ) -> ResourceDraft? {
    guard let name = component.picked[request.name] else { return nil }
    let place = component.given[request.name]?.span ?? span
    guard let resource = stage.onStart.first(where: { $0.name == name }) else {
      findings.error(
        .unknownResource,
        "the stage starts no resource \(Wording.quote(name))",
        at: place,
        help: stage.onStart.isEmpty
          ? "it has no `on_start`"
          : Wording.choice(name, among: stage.onStart.map(\.name), called: "resources")
      )
      return nil
    }
    guard let type = resource.type, type != request.type else { return resource }
    let right = stage.onStart.filter { $0.type == request.type }.map(\.name)
    findings.error(
      .resourceTypeMismatch,
      "`\(component.definition.name)` needs a `\(request.type)`, but `\(name)` is a `\(type)`",
      at: place,
      help: right.isEmpty
        ? "the stage starts no `\(request.type)`"
        : "of that type there is \(Wording.list(right))",
      related: [Diagnostic.Related(span: resource.nameSpan, message: "`\(name)` is started here")]
    )
    return nil
  }

  private func implied(
    _ request: ResourceRequest,
    _ component: CheckedComponent,
    _ span: SourceSpan,
    _ stage: StageDraft,
    _ shared: [ResourceDraft]
  ) -> ResourceDraft? {
    if let named = stage.onStart.first(where: { $0.name == request.name }),
      named.type == request.type || named.type == nil
    {
      return named
    }
    let candidates = stage.onStart.filter { $0.type == request.type }
    guard let first = candidates.first else {
      // One whose type is not known may be it.
      if !request.isOptional, stage.onStart.allSatisfy({ $0.type != nil }) {
        missing(request, component, span, stage, shared)
      }
      return nil
    }
    guard candidates.count > 1 else { return first }
    findings.error(
      .ambiguousResource,
      "`\(component.definition.name)` needs one `\(request.type)`, and the stage starts "
        + Wording.list(candidates.map(\.name)),
      at: span,
      help: "say which with the argument `\(request.name)`, as in "
        + "`with: {\(request.name): \(first.name)}`",
      related: candidates.map {
        Diagnostic.Related(span: $0.nameSpan, message: "`\($0.name)` is started here")
      }
    )
    return nil
  }

  private func missing(
    _ request: ResourceRequest,
    _ component: CheckedComponent,
    _ span: SourceSpan,
    _ stage: StageDraft,
    _ shared: [ResourceDraft]
  ) {
    let content =
      shared.first { $0.type == request.type }?.name
      ?? catalog.resources[request.type].map(Wording.definition) ?? "{\(request.type): {}}"
    let entry = "\(request.name): \(content)"
    findings.error(
      .missingResource,
      "`\(component.definition.name)` needs a resource of type `\(request.type)`",
      at: span,
      help: stage.onStart.isEmpty
        ? "add to the stage:\non_start: {\(entry)}"
        : "add to the stage's `on_start`:\n\(entry)"
    )
  }
}

import SwpipeCore

/// Which resources the transforms and actions of the stages use: local names by the names of their
/// requests.
struct Requests {
  /// By stage.
  var transforms: [[String: String]] = []
  /// By stage and action.
  var actions: [[[String: String]]] = []
}

/// Finds, for each resource that a transform or an action uses, which of its stage's is meant.
struct RequestResolver {
  let catalog: Catalog
  let resources: Resources
  let findings: Findings

  /// The answers to the requests of a spec's components; what is not found is not among them.
  func requests(of spec: PipelineSpec, _ components: Components) -> Requests {
    var requests = Requests()
    for (index, stage) in spec.stages.enumerated() {
      let started = resources.started[index]
      // What could not be read may have what is asked for.
      let isKnown = stage.onStart != nil
      requests.transforms.append(
        isKnown ? names(components.transforms[index], stage.headSpan, started) : [:]
      )
      requests.actions.append(
        zip(components.actions[index], stage.onDone).map { action, written in
          isKnown ? names(action, written.nameSpan, started) : [:]
        }
      )
    }
    return requests
  }

  private func names(_ component: Component?, _ span: SourceSpan, _ started: [Resources.Entry])
    -> [String: String]
  {
    guard let component else { return [:] }
    var names: [String: String] = [:]
    for request in component.definition.requests {
      let resource =
        component.given[request.name] == nil
        ? implied(request, component, span, started)
        : picked(request, component, span, started)
      names[request.name] = resource?.name
    }
    return names
  }

  private func picked(
    _ request: ResourceRequest,
    _ component: Component,
    _ span: SourceSpan,
    _ started: [Resources.Entry]
  ) -> Resources.Entry? {
    guard let name = component.picked[request.name] else { return nil }
    let place = component.given[request.name]?.span ?? span
    guard let resource = started.first(where: { $0.name == name }) else {
      findings.error(
        .unknownResource,
        "the stage starts no resource \(Wording.quote(name))",
        at: place,
        help: started.isEmpty
          ? "it has no `on_start`"
          : Wording.choice(name, among: started.map(\.name), called: "resources")
      )
      return nil
    }
    guard let needed = request.type, let type = resource.type, type != needed else {
      return resource
    }
    let right = started.filter { $0.type == needed }.map(\.name)
    findings.error(
      .resourceTypeMismatch,
      "`\(component.definition.name)` needs a `\(needed)`, but `\(name)` is a `\(type)`",
      at: place,
      help: right.isEmpty
        ? "the stage starts no `\(needed)`"
        : "of that type there is \(Wording.list(right))",
      related: [Diagnostic.Related(span: resource.nameSpan, message: "`\(name)` is started here")]
    )
    return nil
  }

  private func implied(
    _ request: ResourceRequest,
    _ component: Component,
    _ span: SourceSpan,
    _ started: [Resources.Entry]
  ) -> Resources.Entry? {
    if let named = started.first(where: { $0.name == request.name }),
      request.type == nil || named.type == request.type || named.type == nil
    {
      return named
    }
    guard let type = request.type else {
      if !request.isOptional { missing(request.name, component, span, started) }
      return nil
    }
    let candidates = started.filter { $0.type == type }
    guard let first = candidates.first else {
      // One whose type is not known may be it.
      if !request.isOptional, started.allSatisfy({ $0.type != nil }) {
        missing(request.name, type, component, span, started)
      }
      return nil
    }
    guard candidates.count > 1 else { return first }
    findings.error(
      .ambiguousResource,
      "`\(component.definition.name)` needs one `\(type)`, and the stage starts "
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
    _ name: String,
    _ type: String,
    _ component: Component,
    _ span: SourceSpan,
    _ started: [Resources.Entry]
  ) {
    let content =
      resources.shared.first { $0.type == type }?.name
      ?? catalog.resources[type].map(Wording.definition) ?? "{\(type): {}}"
    let entry = "\(name): \(content)"
    findings.error(
      .missingResource,
      "`\(component.definition.name)` needs a resource of type `\(type)`",
      at: span,
      help: started.isEmpty
        ? "add to the stage:\non_start: {\(entry)}"
        : "add to the stage's `on_start`:\n\(entry)"
    )
  }

  /// One of any type, which is what a plugin asks for that knows no more than a name: an argument of a
  /// Python function.
  private func missing(
    _ name: String,
    _ component: Component,
    _ span: SourceSpan,
    _ started: [Resources.Entry]
  ) {
    var ways: [String] = []
    if case .transform(let role) = component.definition.role, let note = role.parameterNote {
      ways.append(note)
    }
    let near = DidYouMean.suggestion(for: name, among: started.map(\.name))
    ways.append(
      near.map { "the stage starts `\($0)`" }
        ?? "a resource is started by the stage's `on_start`, as in `on_start: {\(name): {counter: {}}}`"
    )
    findings.error(
      .missingResource,
      "`\(component.definition.name)` names `\(name)`, and nothing of that name is there",
      at: span,
      help: ways.joined(separator: "\n")
    )
  }
}

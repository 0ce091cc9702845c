import SwpipeCore

/// Finds the resources that the spec defines, and those that each stage starts.
struct ResourceResolver {
  let catalog: Catalog
  let findings: Findings

  /// Fills in the resources of the draft and of its stages, which need their ids for it.
  func run(on draft: inout Draft) {
    for written in draft.spec.resources ?? [] {
      draft.resources.append(definition(of: written, sharedName: written.name, draft))
    }
    for index in draft.stages.indices {
      let stage = draft.stages[index]
      for written in stage.spec.onStart ?? [] {
        guard case .reference(let name) = written.content else {
          // No entry of `resources:` has a slash in its name.
          let sharedName = "\(stage.id ?? "?")/\(written.name)"
          draft.stages[index].onStart.append(
            definition(of: written, sharedName: sharedName, draft)
          )
          continue
        }
        draft.stages[index].onStart.append(reference(to: name, written, draft))
      }
    }
  }

  private func reference(to name: String, _ written: NamedResourceSpec, _ draft: Draft)
    -> ResourceDraft
  {
    if var resource = draft.resources.first(where: { $0.name == name }) {
      resource.name = written.name
      resource.nameSpan = written.nameSpan
      return resource
    }
    // What could not be read may be it.
    if let known = draft.spec.resources { unknown(name, written, known.map(\.name)) }
    return ResourceDraft(name: written.name, nameSpan: written.nameSpan, sharedName: name)
  }

  private func unknown(_ name: String, _ written: NamedResourceSpec, _ names: [String]) {
    let help: String?
    let type = DidYouMean.suggestion(for: name, among: catalog.resources.keys.sorted())
    if DidYouMean.suggestion(for: name, among: names) == nil,
      let type = type.flatMap({ catalog.resources[$0] })
    {
      let isName = type.name == name
      help =
        (isName ? "`\(name)` is a type" : "did you mean the type `\(type.name)`?")
        + "\(isName ? "; write" : " Write") `\(written.name): \(Wording.definition(type))`"
    } else if names.isEmpty {
      help =
        "a name refers to an entry of `resources`; a definition is a mapping, "
        + "as in `\(written.name): {counter: {}}`"
    } else {
      help = Wording.choice(name, among: names, called: "resources")
    }
    findings.error(
      .unknownResource,
      "there is no resource \(Wording.quote(name)) in `resources`",
      at: written.span,
      help: help
    )
  }

  private func definition(
    of written: NamedResourceSpec,
    sharedName: String,
    _ draft: Draft
  ) -> ResourceDraft {
    var resource = ResourceDraft(
      name: written.name,
      nameSpan: written.nameSpan,
      sharedName: sharedName
    )
    guard case .definition(let spec) = written.content else { return resource }
    guard let definition = catalog.resources[spec.component.name],
      case .resource(let role) = definition.role
    else {
      unknownType(spec.component, written, draft)
      return resource
    }
    resource.scope = scope(spec, definition, role)
    resource.scopeSpan = spec.scope?.whole
    var check = ArgumentReader(
      definition: definition,
      parameters: definition.parameters,
      scope: TemplateScope(.resource(isShared: resource.scope == .run)),
      findings: findings
    )
    var component = check.run(on: spec.component)
    component.arguments = component.arguments.map {
      SpecPaths(of: draft.spec.span.source).placed($0, of: definition)
    }
    resource.component = component
    return resource
  }

  private func scope(_ spec: ResourceSpec, _ definition: Definition, _ role: ResourceRole)
    -> ResourcePlan.Scope?
  {
    let usual = role.scopes.contains(.worker) ? ResourcePlan.Scope.worker : .run
    guard let written = spec.scope else { return usual }
    guard let scope = written.value else { return nil }
    guard role.scopes.contains(scope) else {
      findings.error(
        .unservedScope,
        "a `\(definition.name)` cannot have `scope: \(scope.rawValue)`",
        at: written.whole,
        help: "it has `scope: \(usual.rawValue)`, also without the key"
      )
      return nil
    }
    return scope
  }

  private func unknownType(
    _ written: ComponentSpec,
    _ entry: NamedResourceSpec,
    _ draft: Draft
  ) {
    let isEntry = draft.spec.resources?.contains { $0.name == written.name } ?? false
    findings.error(
      .unknownResourceType,
      "there is no type of resource \(Wording.quote(written.name))",
      at: written.nameSpan,
      help: isEntry
        ? "`\(written.name)` is an entry of `resources`, which an `on_start` refers to: "
          + "`\(entry.name): \(written.name)`"
        : Wording.choice(
          written.name,
          among: catalog.resources.keys.sorted(),
          called: "types",
          overview: "`swpipe list resources` shows them all"
        )
    )
  }
}

import SwpipeCore

/// The resources of a spec.
struct Resources {
  /// An entry of `resources:` or of an `on_start:`.
  struct Entry {
    var name: String
    var nameSpan: SourceSpan
    /// Nil if it could not be read, or is not in the catalog.
    var resource: Graph.Resource?

    /// The name of its definition; nil if that is not known.
    var type: String? { resource?.type }
  }

  /// The entries of `resources:`.
  var shared: [Entry] = []
  /// Those of each stage's `on_start:`.
  var started: [[Entry]] = []
}

/// Finds the resources that the spec defines, and those that each stage starts.
struct ResourceResolver {
  let catalog: Catalog
  let findings: Findings

  /// The resources of a spec.
  func resources(of spec: PipelineSpec, _ names: Names) -> Resources {
    var resources = Resources()
    for written in spec.resources ?? [] {
      resources.shared.append(definition(of: written, sharedName: written.name, spec))
    }
    for (index, stage) in spec.stages.enumerated() {
      resources.started.append(
        (stage.onStart ?? []).map { written in
          if case .reference(let name) = written.content {
            return reference(to: name, written, spec, resources.shared)
          }
          // No entry of `resources:` has a slash in its name.
          let sharedName = "\(names.stages[index] ?? "?")/\(written.name)"
          return definition(of: written, sharedName: sharedName, spec)
        }
      )
    }
    return resources
  }

  private func reference(
    to name: String,
    _ written: NamedResourceSpec,
    _ spec: PipelineSpec,
    _ shared: [Resources.Entry]
  ) -> Resources.Entry {
    var entry = Resources.Entry(name: written.name, nameSpan: written.nameSpan)
    if let definition = shared.first(where: { $0.name == name }) {
      entry.resource = definition.resource
      entry.resource?.name = written.name
      entry.resource?.nameSpan = written.nameSpan
    } else if let known = spec.resources {
      // What could not be read may be it.
      unknown(name, written, known.map(\.name))
    }
    return entry
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
    _ pipeline: PipelineSpec
  ) -> Resources.Entry {
    var entry = Resources.Entry(name: written.name, nameSpan: written.nameSpan)
    guard case .definition(let spec) = written.content else { return entry }
    guard let definition = catalog.resources[spec.component.name],
      case .resource(let role) = definition.role
    else {
      unknownType(spec.component, written, pipeline)
      return entry
    }
    let scope = scope(spec, definition, role)
    var reader = ArgumentReader(
      definition: definition,
      parameters: definition.parameters,
      scope: TemplateScope(.resource(isShared: scope == .run)),
      findings: findings
    )
    var component = reader.run(on: spec.component)
    component.arguments = SpecPaths(of: pipeline.span.source)
      .placed(component.arguments, of: definition)
    entry.resource = Graph.Resource(
      name: written.name,
      nameSpan: written.nameSpan,
      component: component,
      role: role,
      scope: scope ?? .worker,
      scopeSpan: spec.scope?.whole,
      sharedName: sharedName,
      keeps: component.isWhole ? role.keeps(component.arguments) : .nothing,
      isWhole: component.isWhole && scope != nil
    )
    return entry
  }

  /// Nil if it could not be read, or is none that the resource can have.
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
    _ spec: PipelineSpec
  ) {
    let isEntry = spec.resources?.contains { $0.name == written.name } ?? false
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

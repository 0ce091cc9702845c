import SwpipeCore

/// Finds entries of `resources:` that no stage starts.
struct UnusedResourcesCheck {
  let graph: Graph
  let findings: Findings

  /// Warns of them; says nothing where a stage could not be read, which may be the one that does.
  func run() {
    let spec = graph.spec
    guard let resources = spec.resources, !resources.isEmpty else { return }
    var used: Set<String> = []
    for stage in spec.stages {
      if case .unreadable(nil) = stage.work { return }
      guard let onStart = stage.onStart else { return }
      for resource in onStart {
        if case .reference(let name) = resource.content { used.insert(name) }
      }
    }
    for resource in resources where !used.contains(resource.name) {
      findings.warning(
        .unusedResource,
        "no stage starts the resource `\(resource.name)`",
        at: resource.nameSpan,
        help: "refer to it in a stage, as in `on_start: {\(variable(resource.name)): "
          + "\(resource.name)}`, or remove it"
      )
    }
  }

  /// A name as it can stand in `on_start`.
  private func variable(_ name: String) -> String {
    String(name.map { $0 == "-" || $0 == "." ? "_" : $0 })
  }
}

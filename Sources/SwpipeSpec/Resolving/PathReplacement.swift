import SwpipeCore

/// Puts the paths that follow the spec on the command line in the place of its stdin or file source.
struct PathReplacement {
  let catalog: Catalog
  let findings: Findings

  /// Replaces the source's component; its format and what else the file source knows stay.
  func run(on sources: inout [Component?], of spec: PipelineSpec, _ names: Names, paths: [String]) {
    if paths.isEmpty { return }
    if case .unreadable = spec.sources { return }
    let known = sources.compactMap { $0 }
    // A source that could not be read may be the one, and was reported.
    if known.count < sources.count { return }
    let candidates = known.indices.filter { known[$0].givesWayToPaths }
    guard let index = candidates.first, candidates.count == 1 else {
      report(spec, names, candidates)
      return
    }
    var component = known[index]
    guard component.isWhole else { return }
    let definition = catalog.pathSource
    component.definition = definition
    guard let list = component.source?.pathList else { return }
    let kept = Set(definition.parameters.filter { !$0.type.isFile }.map(\.name))
    var values = component.arguments.values.filter { kept.contains($0.key) }
    values[list] = .list(paths.map { .text($0) })
    component.arguments = Arguments(values)
    component.given = component.given.filter { kept.contains($0.key) }
    sources[index] = component
  }

  private func report(_ spec: PipelineSpec, _ names: Names, _ candidates: [Int]) {
    let span = names.sources.first?.span ?? spec.span
    guard candidates.isEmpty else {
      findings.error(
        .pathArguments,
        "paths on the command line replace the stdin or file source, but there are several: "
          + Wording.list(candidates.map { names.sources[$0].id }),
        at: span,
        help: "name the files in the spec"
      )
      return
    }
    findings.error(
      .pathArguments,
      "paths on the command line replace a stdin or file source, but the spec has none",
      at: span,
      help: "make the source `stdin` or `file`, or leave the paths out"
    )
  }
}

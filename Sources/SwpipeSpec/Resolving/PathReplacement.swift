import SwpipeCore

/// Puts the paths that follow the spec on the command line in the place of its stdin or file source.
struct PathReplacement {
  let catalog: Catalog
  let findings: Findings

  /// Replaces the source's component; its format and what else the file source knows stay.
  func run(on draft: inout Draft, paths: [String]) {
    if paths.isEmpty { return }
    if case .unreadable = draft.spec.sources { return }
    // A source that could not be read may be the one, and was reported.
    if draft.sources.contains(where: { $0.component == nil }) { return }
    let candidates = draft.sources.indices.filter { draft.sources[$0].isUnbounded }
    guard let index = candidates.first, candidates.count == 1 else {
      report(draft, candidates)
      return
    }
    guard let file = catalog.sources[BuiltinName.file] else {
      preconditionFailure("the catalog holds no \(BuiltinName.file)")
    }
    guard var component = draft.sources[index].component, let old = component.arguments else {
      return
    }
    let known = Set(file.parameters.map(\.name))
    var values = old.values.filter {
      known.contains($0.key) && !["path", "paths"].contains($0.key)
    }
    values["paths"] = .list(paths.map { .text($0) })
    component.definition = file
    component.arguments = Arguments(values)
    component.given = component.given.filter { !["path", "paths"].contains($0.key) }
    draft.sources[index].component = component
  }

  private func report(_ draft: Draft, _ candidates: [Int]) {
    let span = draft.sources.first?.span ?? draft.spec.span
    guard candidates.isEmpty else {
      findings.error(
        .pathArguments,
        "paths on the command line replace the stdin or file source, but there are several: "
          + Wording.list(candidates.map { draft.sources[$0].id }),
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

import SwpipeCore

/// Finds ids that are given twice, or that mislead.
struct IdsCheck {
  let graph: Graph
  let findings: Findings

  /// Looks at the ids that the spec gives; those that stages get of their transforms are never taken.
  func run() {
    var owners: [String: (span: SourceSpan, what: String)] = [:]
    for source in graph.sources { owners[source.id] = (source.span, "the source") }
    for stage in graph.spec.stages {
      guard let id = stage.id, let text = id.value else { continue }
      warnIfMisleading(text, id.span, stage)
      if let owner = owners[text] {
        findings.error(
          .duplicateId,
          "`\(text)` is the id of \(owner.what) already",
          at: id.span,
          related: [Diagnostic.Related(span: owner.span, message: "it is given here")]
        )
      } else {
        owners[text] = (id.span, "another stage")
      }
    }
  }

  private func warnIfMisleading(_ id: String, _ span: SourceSpan, _ stage: StageSpec) {
    guard case .transform(let role)? = graph.catalog.transforms[id]?.role else { return }
    // Nobody takes a map that is called `first` for a reduce.
    if role.operators == [.reduce], stage.operation != .reduce { return }
    if case .transform(_, let component) = stage.work, component.name == id { return }
    findings.warning(
      .misleadingId,
      "`\(id)` is the name of a transform that this stage does not use",
      at: span,
      help: "choose an id that says what the stage is for"
    )
  }
}

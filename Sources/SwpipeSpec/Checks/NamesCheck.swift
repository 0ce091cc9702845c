import SwpipeCore

/// Gives every source, stage and sink its id, and finds ids that are given twice or mislead.
struct NamesCheck {
  let catalog: Catalog
  let findings: Findings

  /// Makes the draft of a spec, with ids, and nothing else filled in.
  func draft(of spec: PipelineSpec) -> Draft {
    var draft = Draft(spec: spec)
    let start = SourceSpan(
      source: spec.span.source,
      range: spec.span.range.lowerBound..<spec.span.range.lowerBound
    )
    switch spec.sources {
    case .missing, .unreadable: draft.sources = [SourceDraft(id: "source", span: start)]
    case .single, .several:
      draft.sources = spec.sources.written.map { SourceDraft(id: $0.id, span: $0.idSpan) }
    }
    switch spec.sinks {
    case .missing: draft.sinks = [SinkDraft(id: "sink", span: start)]
    case .unreadable: draft.hasUnknownReads = true
    case .single, .several:
      draft.sinks = spec.sinks.written.map {
        SinkDraft(id: $0.id, span: $0.idSpan, from: $0.from)
      }
    }
    draft.stages = spec.stages.map { StageDraft(spec: $0) }
    nameStages(&draft)
    return draft
  }

  private func nameStages(_ draft: inout Draft) {
    var owners: [String: (span: SourceSpan, what: String)] = [:]
    for source in draft.sources { owners[source.id] = (source.span, "the source") }
    for index in draft.stages.indices {
      guard let id = draft.stages[index].spec.id, let text = id.value else { continue }
      draft.stages[index].id = text
      warnIfMisleading(text, id.span, draft.stages[index].spec)
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
    // What was given last to each name, so that a thousand equal stages are not counted anew each.
    var last: [String: Int] = [:]
    for index in draft.stages.indices where draft.stages[index].spec.id == nil {
      let name: String
      switch draft.stages[index].spec.work {
      case .transform(_, let component): name = component.name
      case .ordered: name = "ordered"
      case .unreadable: continue
      }
      var number = last[name] ?? 0
      var id: String
      repeat {
        number += 1
        id = number == 1 ? name : "\(name)-\(number)"
      } while owners[id] != nil
      last[name] = number
      draft.stages[index].id = id
      owners[id] = (draft.stages[index].spec.headSpan, "another stage")
    }
  }

  private func warnIfMisleading(_ id: String, _ span: SourceSpan, _ stage: StageSpec) {
    guard catalog.transforms[id] != nil else { return }
    if case .transform(_, let component) = stage.work, component.name == id { return }
    findings.warning(
      .misleadingId,
      "`\(id)` is the name of a transform that this stage does not use",
      at: span,
      help: "choose an id that says what the stage is for"
    )
  }
}

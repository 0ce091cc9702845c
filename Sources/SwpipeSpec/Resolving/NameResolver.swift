import SwpipeCore

/// Gives every source, stage and sink its id.
struct NameResolver {
  let catalog: Catalog
  let inherited: InheritedSettings

  /// Makes the draft of a spec, with ids, and nothing else filled in.
  func draft(of spec: PipelineSpec) -> Draft {
    var draft = Draft(spec: spec, catalog: catalog, inherited: inherited)
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
    var taken = Set(draft.sources.map(\.id))
    for index in draft.stages.indices {
      guard let text = draft.stages[index].spec.id?.value else { continue }
      draft.stages[index].id = text
      taken.insert(text)
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
      } while taken.contains(id)
      last[name] = number
      draft.stages[index].id = id
      taken.insert(id)
    }
  }
}

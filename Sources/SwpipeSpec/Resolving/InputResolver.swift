import SwpipeCore

/// Finds out what each stage and sink reads.
struct InputResolver {
  let catalog: Catalog
  /// Whether a name that is not known may be that of a plugin's transform.
  let trustsNames: Bool
  let findings: Findings

  /// Fills in the feeders of the draft.
  func run(on draft: inout Draft) {
    let named = draft.stages.enumerated().compactMap { index, stage in stage.id.map { ($0, index) }
    }
    let stages = Dictionary(named) { first, _ in first }
    for index in draft.stages.indices {
      let from = draft.stages[index].spec.from
      draft.stages[index].feeders =
        from.map { self.named($0, stages, draft) }
        ?? standard(for: index, draft)
      if draft.stages[index].feeders == nil { draft.hasUnknownReads = true }
    }
    let last = draft.stages.lastIndex { !$0.spec.givesNothing }
    for (index, sink) in draft.sinks.enumerated() {
      let reader = "the sink `\(sink.id)`"
      draft.sinks[index].feeders =
        sink.from.map { self.named($0, stages, draft) }
        ?? last.map { [.stage($0)] }
        ?? source(draft, reader, sink.span)
      if draft.sinks[index].feeders == nil { draft.hasUnknownReads = true }
    }
  }

  private func standard(for index: Int, _ draft: Draft) -> [Feeder]? {
    guard index > 0 else {
      return source(draft, "the first stage", draft.stages[index].spec.headSpan)
    }
    let before = draft.stages[index - 1]
    return before.spec.givesNothing ? before.feeders : [.stage(index - 1)]
  }

  private func source(_ draft: Draft, _ reader: String, _ span: SourceSpan) -> [Feeder]? {
    if case .unreadable = draft.spec.sources { return nil }
    if draft.sources.count == 1 { return [.source(0)] }
    let ids = draft.sources.map(\.id)
    findings.error(
      .ambiguousInput,
      "there are several sources, and \(reader) does not say which it reads",
      at: span,
      help: "add `from: \(ids.first ?? "")`, or merge them: "
        + "`from: [\(ids.joined(separator: ", "))]`"
    )
    return nil
  }

  private func named(
    _ from: Setting<NameList>,
    _ stages: [String: Int],
    _ draft: Draft
  ) -> [Feeder]? {
    guard let list = from.value else { return nil }
    let feeders = list.names.map { find($0, stages, draft) }
    let known = feeders.compactMap { $0 }
    return known.count == feeders.count ? known : nil
  }

  private func find(_ name: NameList.Name, _ stages: [String: Int], _ draft: Draft) -> Feeder? {
    if let index = draft.sources.firstIndex(where: { $0.id == name.text }) {
      return .source(index)
    }
    guard let index = stages[name.text] else {
      unknown(name, draft)
      return nil
    }
    guard draft.stages[index].spec.givesNothing else { return .stage(index) }
    let instead = draft.stages[index].feeders.map { $0.map(draft.id).joined(separator: ", ") }
    findings.error(
      .readsEach,
      "`\(name.text)` is an `each`, which gives no elements",
      at: name.span,
      help: instead.map { "read what it reads: `\($0)`" },
      related: [
        Diagnostic.Related(
          span: draft.stages[index].spec.headSpan,
          message: "the `each` stands here"
        )
      ]
    )
    return nil
  }

  private func unknown(_ name: NameList.Name, _ draft: Draft) {
    // The name may be of something that could not be read.
    if case .unreadable = draft.spec.sources { return }
    if draft.stages.contains(where: { mayBe($0, name.text) }) { return }
    let givers = draft.stages.filter { !$0.spec.givesNothing }.compactMap(\.id)
    let ids = draft.sources.map(\.id) + givers
    let isSink = draft.sinks.contains { $0.id == name.text }
    findings.error(
      .unknownInput,
      "there is no stage or source \(Wording.quote(name.text))",
      at: name.span,
      help: isSink
        ? "`\(name.text)` is a sink, which gives nothing"
        : Wording.choice(name.text, among: ids, called: "stages and sources")
    )
  }

  /// Whether a stage that could not be read would have this id, could it be read.
  private func mayBe(_ stage: StageDraft, _ id: String) -> Bool {
    guard stage.id == nil else { return false }
    if stage.spec.id != nil || trustsNames { return true }
    // Its id would be the name of its transform, with a number where there are several.
    let name = id.replacing(/-[0-9]+$/, with: "")
    return name == "ordered" || catalog.transforms[name] != nil || catalog.transforms[id] != nil
  }
}

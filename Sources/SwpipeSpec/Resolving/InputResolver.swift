import SwpipeCore

/// What the stages and sinks of a spec read, by position; empty where one of them is not known.
struct Inputs {
  var stages: [[Feeder]] = []
  var sinks: [[Feeder]] = []
  /// Whether something reads a stage or source that is not known, so that any may be read.
  var hasUnknown = false
}

/// Finds out what each stage and sink reads.
struct InputResolver {
  let spec: PipelineSpec
  let names: Names
  let catalog: Catalog
  /// Whether a name that is not known may be that of a plugin's transform.
  let trustsNames: Bool
  let findings: Findings

  /// The inputs of everything in the spec.
  func inputs() -> Inputs {
    let named = names.stages.enumerated().compactMap { index, id in id.map { ($0, index) } }
    let stages = Dictionary(named) { first, _ in first }
    var inputs = Inputs()
    for (index, stage) in spec.stages.enumerated() {
      inputs.stages.append(
        stage.from.map { self.named($0, stages, inputs) } ?? standard(for: index, inputs)
      )
    }
    let last = spec.stages.lastIndex { !$0.givesNothing }
    for sink in names.sinks {
      inputs.sinks.append(
        sink.from.map { self.named($0, stages, inputs) }
          ?? last.map { [.stage($0)] }
          ?? source("the sink `\(sink.id)`", sink.span)
      )
    }
    if case .unreadable = spec.sinks { inputs.hasUnknown = true }
    if inputs.stages.contains(where: \.isEmpty) || inputs.sinks.contains(where: \.isEmpty) {
      inputs.hasUnknown = true
    }
    return inputs
  }

  private func standard(for index: Int, _ inputs: Inputs) -> [Feeder] {
    guard index > 0 else { return source("the first stage", spec.stages[index].headSpan) }
    return spec.stages[index - 1].givesNothing ? inputs.stages[index - 1] : [.stage(index - 1)]
  }

  private func source(_ reader: String, _ span: SourceSpan) -> [Feeder] {
    if case .unreadable = spec.sources { return [] }
    let ids = names.sources.map(\.id)
    if ids.count == 1 { return [.source(0)] }
    findings.error(
      .ambiguousInput,
      "there are several sources, and \(reader) does not say which it reads",
      at: span,
      help: "add `from: \(ids.first ?? "")`, or merge them: "
        + "`from: [\(ids.joined(separator: ", "))]`"
    )
    return []
  }

  private func named(_ from: Setting<NameList>, _ stages: [String: Int], _ inputs: Inputs)
    -> [Feeder]
  {
    guard let list = from.value else { return [] }
    let feeders = list.names.compactMap { find($0, stages, inputs) }
    return feeders.count == list.names.count ? feeders : []
  }

  private func find(_ name: NameList.Name, _ stages: [String: Int], _ inputs: Inputs) -> Feeder? {
    if let index = names.sources.firstIndex(where: { $0.id == name.text }) {
      return .source(index)
    }
    guard let index = stages[name.text] else {
      unknown(name)
      return nil
    }
    let stage = spec.stages[index]
    guard stage.givesNothing else { return .stage(index) }
    // What a stage further on reads is not found yet.
    let instead = index < inputs.stages.count ? inputs.stages[index] : []
    findings.error(
      .readsEach,
      "`\(name.text)` is an `each`, which gives no elements",
      at: name.span,
      help: instead.isEmpty
        ? nil : "read what it reads: `\(instead.map(names.id).joined(separator: ", "))`",
      related: [Diagnostic.Related(span: stage.headSpan, message: "the `each` stands here")]
    )
    return nil
  }

  private func unknown(_ name: NameList.Name) {
    // The name may be of something that could not be read.
    if case .unreadable = spec.sources { return }
    if spec.stages.indices.contains(where: { mayBe($0, name.text) }) { return }
    let givers = zip(spec.stages, names.stages).compactMap { $0.givesNothing ? nil : $1 }
    let ids = names.sources.map(\.id) + givers
    let isSink = names.sinks.contains { $0.id == name.text }
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
  private func mayBe(_ stage: Int, _ id: String) -> Bool {
    guard names.stages[stage] == nil else { return false }
    if spec.stages[stage].id != nil || trustsNames { return true }
    // Its id would be the name of its transform, with a number where there are several.
    let name = id.replacing(/-[0-9]+$/, with: "")
    return name == "ordered" || catalog.transforms[name] != nil || catalog.transforms[id] != nil
  }
}

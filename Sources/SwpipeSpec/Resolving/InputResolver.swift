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
    let givers = givers()
    var inputs = Inputs()
    for (index, stage) in spec.stages.enumerated() {
      inputs.stages.append(
        stage.from.map { self.named($0, givers, inputs) } ?? standard(for: index, inputs)
      )
    }
    let last = spec.stages.lastIndex { !$0.givesNothing }
    for sink in names.sinks {
      inputs.sinks.append(
        sink.from.map { self.named($0, givers, inputs) }
          ?? last.map { given(by: $0, to: "the sink `\(sink.id)`", sink.span) }
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
    guard !spec.stages[index - 1].givesNothing else { return inputs.stages[index - 1] }
    return given(by: index - 1, to: "the stage behind it", spec.stages[index].headSpan)
  }

  /// What a stage gives to a reader that stands behind it and names nothing.
  private func given(by index: Int, to reader: String, _ span: SourceSpan) -> [Feeder] {
    guard spec.stages[index].operation == .route else { return [.stage(index)] }
    // Without its routes or its name, the stage was reported.
    guard !spec.stages[index].routes.isEmpty, let id = names.stages[index] else { return [] }
    findings.error(
      .ambiguousInput,
      "`\(id)` is a route, and \(reader) does not say which of its ways it reads",
      at: span,
      help: wayOut(index),
      related: [
        Diagnostic.Related(span: spec.stages[index].headSpan, message: "the route stands here")
      ]
    )
    return []
  }

  /// What readers of a stage that routes may name.
  private func wayNames(_ index: Int) -> [String] {
    spec.stages[index].routes.indices
      .filter { !spec.stages[index].routes[$0].isDiscarded }
      .map { names.id(of: .route($0, of: index)) }
  }

  private func wayOut(_ index: Int) -> String {
    let ways = wayNames(index)
    guard let first = ways.first else { return "all of its routes are discarded" }
    return ways.count == 1
      ? "add `from: \(first)`" : "say `from:` and one of \(Wording.list(ways))"
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

  /// All that a `from` may name but sources; a stage goes before a route.
  private func givers() -> [String: Feeder] {
    var givers: [String: Feeder] = [:]
    for (index, id) in names.stages.enumerated() {
      guard let id else { continue }
      givers[id] = givers[id] ?? .stage(index)
    }
    for (index, routes) in names.routes.enumerated() {
      for route in routes.indices {
        let id = names.id(of: .route(route, of: index))
        givers[id] = givers[id] ?? .route(route, of: index)
      }
    }
    return givers
  }

  private func named(_ from: Setting<NameList>, _ givers: [String: Feeder], _ inputs: Inputs)
    -> [Feeder]
  {
    guard let list = from.value else { return [] }
    let feeders = list.names.compactMap { find($0, givers, inputs) }
    return feeders.count == list.names.count ? feeders : []
  }

  private func find(_ name: NameList.Name, _ givers: [String: Feeder], _ inputs: Inputs)
    -> Feeder?
  {
    if let index = names.sources.firstIndex(where: { $0.id == name.text }) {
      return .source(index)
    }
    switch givers[name.text] {
    case .stage(let index): return stage(index, name, inputs)
    case .route(let route, of: let index): return self.route(route, of: index, name)
    case .source, nil:
      unknown(name, givers)
      return nil
    }
  }

  private func route(_ route: Int, of index: Int, _ name: NameList.Name) -> Feeder? {
    let written = spec.stages[index].routes[route]
    guard written.isDiscarded else { return .route(route, of: index) }
    findings.error(
      .unknownInput,
      "the elements of `\(name.text)` are discarded",
      at: name.span,
      help: "remove `discard: true` from the route, or this name",
      related: [Diagnostic.Related(span: written.nameSpan, message: "the route stands here")]
    )
    return nil
  }

  private func stage(_ index: Int, _ name: NameList.Name, _ inputs: Inputs) -> Feeder? {
    let stage = spec.stages[index]
    if stage.operation == .route {
      if !stage.routes.isEmpty {
        findings.error(
          .unknownInput,
          "`\(name.text)` routes elements, and each reader names one of its routes",
          at: name.span,
          help: "write \(Wording.list(wayNames(index), joinedBy: "or"))",
          related: [Diagnostic.Related(span: stage.headSpan, message: "the route stands here")]
        )
      }
      return nil
    }
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

  private func unknown(_ name: NameList.Name, _ givers: [String: Feeder]) {
    // The name may be of something that could not be read.
    if case .unreadable = spec.sources { return }
    if spec.stages.indices.contains(where: { mayBe($0, name.text) }) { return }
    // A route that could not be read may have it.
    let isOfUnread = zip(spec.stages, names.stages).contains { stage, id in
      stage.operation == .route && stage.routes.isEmpty
        && id.map { name.text.hasPrefix("\($0).") } ?? true
    }
    if isOfUnread { return }
    let stages = spec.stages.indices.flatMap { index -> [String] in
      if spec.stages[index].givesNothing { return [] }
      if spec.stages[index].operation == .route { return wayNames(index) }
      return names.stages[index].map { [$0] } ?? []
    }
    let ids = names.sources.map(\.id) + stages
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

import SwpipeCore

/// Holds what the stages do with elements that fail against the spec's sink for dead letters.
struct DeadLettersCheck {
  let graph: Graph
  let findings: Findings

  /// Reports dead letters without a sink, and warns of a sink without any.
  func run() {
    let spec = graph.spec
    let policies =
      [spec.defaults.onError].compactMap { $0 } + spec.stages.compactMap(\.settings.onError)
    let rows = spec.sources.written.compactMap(\.onError)
    guard let sink = spec.deadLetter else {
      let spans =
        policies.filter { $0.value?.then == .deadLetter }.map(\.span)
        + rows.filter { $0.value == .deadLetter }.map(\.span)
      for span in spans {
        findings.error(
          .missingDeadLetter,
          "elements that fail go to the dead letters, but the spec says not where these are",
          at: span,
          help: "add at the top level of the spec:\ndead_letter: {file: {path: failed.jsonl}}"
        )
      }
      return
    }
    // What could not be read may be what uses it.
    let isKnown =
      !graph.hasCycle && sink.component != nil && policies.allSatisfy { $0.value != nil }
      && rows.allSatisfy { $0.value != nil }
      && graph.sources.allSatisfy { source in
        let policy = source.policy.map(\.value) ?? spec.defaults.onError?.value?.then
        return source.hasBadRows != nil || policy != .deadLetter
      }
      && spec.stages.allSatisfy { if case .unreadable = $0.work { false } else { true } }
    guard isKnown, !graph.stages.contains(where: { $0.onError.then == .deadLetter }),
      !graph.sources.contains(where: { $0.onError(graph.inherited) == .deadLetter })
    else { return }
    findings.warning(
      .unusedDeadLetter,
      "no stage sends its failed elements to the dead letters, and no source its bad rows",
      at: sink.keySpan,
      help: "write `on_error: dead_letter` in a stage or in `defaults`, or remove `dead_letter`"
    )
  }
}

import SwpipeCore

/// Finds stages that keep something from one element to the next, and are told to do so in several
/// workers that know nothing of each other.
struct StateCheck {
  let graph: Graph
  let findings: Findings

  /// Warns of them, once the workers of the stages are settled.
  func run() {
    for stage in graph.stages {
      // A transform that refuses several workers was reported.
      guard stage.workers.spread > 1, stage.state.isDividedByWorkers,
        let transform = stage.transform, !transform.needsOneWorker
      else { continue }
      // Who writes `scope: worker` means it.
      let unsaid = stage.state.ownHistories.filter { $0.scopeSpan == nil }
      if stage.state.transformKeepsHistory || !unsaid.isEmpty { warn(stage, unsaid) }
    }
  }

  private func warn(_ stage: Graph.Stage, _ unsaid: [Graph.Resource]) {
    let types = Wording.list(unsaid.map(\.type))
    let owned = stage.state.transformKeepsHistory ? "state of its own" : "\(types) of its own"
    findings.warning(
      .statePerWorker,
      "each of the \(stage.workers.spread) workers of `\(stage.id)` has a \(owned), "
        + "and sees only a part of the elements",
      at: stage.settings.workers?.whole ?? stage.settings.kind?.whole ?? stage.spec.headSpan,
      help: help(stage, unsaid, types),
      related: unsaid.map {
        Diagnostic.Related(span: $0.nameSpan, message: "each worker starts one of these")
      }
    )
  }

  private func help(_ stage: Graph.Stage, _ unsaid: [Graph.Resource], _ types: String) -> String {
    let single =
      stage.settings.workers != nil
      ? "write `workers: 1`" : "leave `kind` out, so that one worker has all elements"
    guard !stage.state.transformKeepsHistory else { return single }
    let meant = "write `scope: worker`, if that is what you mean"
    guard unsaid.allSatisfy({ $0.role.scopes.contains(.run) }) else {
      return "\(single); or \(meant)"
    }
    let shared =
      stage.kind.isIsolated
      ? "write `kind: thread`, and `scope: run` beside \(types), so that all workers share one"
      : "write `scope: run` beside \(types), so that all workers share one"
    return "\(shared); or \(single); or \(meant)"
  }
}

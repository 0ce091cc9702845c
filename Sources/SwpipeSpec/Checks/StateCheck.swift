import SwpipeCore

/// Finds stages that keep something from one element to the next, and are told to do so in several
/// workers that know nothing of each other.
struct StateCheck {
  let draft: Draft
  let findings: Findings

  /// Warns of them, once the workers of the stages are settled.
  func run() {
    for index in draft.order ?? [] {
      let stage = draft.stages[index]
      // A transform that refuses several workers was reported.
      guard stage.spread > 1, stage.isDividedByWorkers,
        let transform = stage.component?.transform, !transform.needsOneWorker
      else { continue }
      // Who writes `scope: worker` means it.
      let unsaid = stage.ownHistories.filter { $0.scopeSpan == nil }
      if stage.transformKeepsHistory || !unsaid.isEmpty { warn(stage, unsaid) }
    }
  }

  private func warn(_ stage: StageDraft, _ unsaid: [ResourceDraft]) {
    let types = Wording.list(unsaid.compactMap(\.type))
    let owned = stage.transformKeepsHistory ? "state of its own" : "\(types) of its own"
    findings.warning(
      .statePerWorker,
      "each of the \(stage.spread) workers of `\(stage.id ?? "?")` has a \(owned), "
        + "and sees only a part of the elements",
      at: stage.settings.workers?.whole ?? stage.settings.kind?.whole ?? stage.spec.headSpan,
      help: help(stage, unsaid, types),
      related: unsaid.map {
        Diagnostic.Related(span: $0.nameSpan, message: "each worker starts one of these")
      }
    )
  }

  private func help(_ stage: StageDraft, _ unsaid: [ResourceDraft], _ types: String) -> String {
    let single =
      stage.settings.workers != nil
      ? "write `workers: 1`" : "leave `kind` out, so that one worker has all elements"
    guard !stage.transformKeepsHistory else { return single }
    let meant = "write `scope: worker`, if that is what you mean"
    guard unsaid.allSatisfy({ $0.role?.scopes.contains(.run) ?? false }) else {
      return "\(single); or \(meant)"
    }
    let shared =
      stage.kind == .process
      ? "write `kind: thread`, and `scope: run` beside \(types), so that all workers share one"
      : "write `scope: run` beside \(types), so that all workers share one"
    return "\(shared); or \(single); or \(meant)"
  }
}

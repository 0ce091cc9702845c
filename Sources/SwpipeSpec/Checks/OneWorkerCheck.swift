import SwpipeCore

/// Finds stages that must see all elements, and are told to run in several workers.
struct OneWorkerCheck {
  let draft: Draft
  let findings: Findings

  /// Reports those that name several workers, and those that run in the workers of others.
  func run() {
    for index in draft.order ?? [] {
      let stage = draft.stages[index]
      guard stage.component?.transform?.needsOneWorker ?? false, stage.spread > 1 else { continue }
      if stage.kind == .sync {
        if let kind = stage.settings.kind { reportSync(stage, kind) }
      } else if let workers = stage.settings.workers {
        findings.error(
          .needsOneWorker,
          "\(stage.label) must see all elements, so it cannot have \(stage.workers) workers",
          at: workers.whole,
          help: "remove `workers`"
        )
      }
    }
  }

  private func reportSync(_ stage: StageDraft, _ kind: Setting<WorkerKind>) {
    findings.error(
      .needsOneWorker,
      "\(stage.label) must see all elements, but as a sync stage it would run in "
        + "\(stage.spread) workers",
      at: kind.whole,
      help: "write `kind: thread`, or leave `kind` out",
      related: (stage.feeders ?? []).map {
        Diagnostic.Related(span: draft.span(of: $0), message: "it would run in the workers of this")
      }
    )
  }
}

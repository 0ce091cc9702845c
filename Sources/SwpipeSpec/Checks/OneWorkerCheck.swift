import SwpipeCore

/// Finds stages that must see all elements, and are told to run in several workers.
struct OneWorkerCheck {
  let graph: Graph
  let findings: Findings

  /// Reports those that name several workers, and those that run in the workers of others.
  func run() {
    for stage in graph.stages {
      guard stage.workers.spread > 1, stage.transform?.needsOneWorker ?? false else { continue }
      if !stage.kind.hasWorkers {
        if let kind = stage.settings.kind { reportSync(stage, kind) }
      } else if let workers = stage.settings.workers {
        findings.error(
          .needsOneWorker,
          "\(stage.label) must see all elements, so it cannot have \(stage.workers.count) workers",
          at: workers.whole,
          help: "remove `workers`"
        )
      }
    }
  }

  private func reportSync(_ stage: Graph.Stage, _ kind: Setting<WorkerKind>) {
    findings.error(
      .needsOneWorker,
      "\(stage.label) must see all elements, but as a sync stage it would run in "
        + "\(stage.workers.spread) workers",
      at: kind.whole,
      help: "write `kind: thread`, or leave `kind` out",
      related: stage.feeders.map {
        Diagnostic.Related(span: graph.span(of: $0), message: "it would run in the workers of this")
      }
    )
  }
}

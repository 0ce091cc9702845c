import SwpipeCore

/// Finds sync stages for which the `timeout` of `defaults` does not hold.
struct TimeoutsCheck {
  let graph: Graph
  let findings: Findings

  /// Warns of those that name their kind; where the kind is inherited, a timeout changes it.
  func run() {
    guard graph.inherited.timeout != 0 else { return }
    for stage in graph.stages {
      guard !stage.kind.hasWorkers, !stage.isOrderedStage, stage.settings.timeout == nil,
        let kind = stage.settings.kind
      else { continue }
      findings.warning(
        .syncWithQueue,
        "the `timeout` of `defaults` does not hold for a sync stage, which cannot be stopped on its own",
        at: kind.whole,
        help: "write `timeout: 0` if that is meant, or `kind: thread`"
      )
    }
  }
}

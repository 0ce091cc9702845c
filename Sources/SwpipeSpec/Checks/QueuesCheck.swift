import SwpipeCore

/// Finds queues that may hold any amount of elements before a stage that waits on each.
struct QueuesCheck {
  let graph: Graph
  let findings: Findings

  /// Warns of them where the input may be of any size, and the spec does not choose `maxsize: 0`.
  func run() {
    guard graph.inherited.maxsize == nil else { return }
    let isUnbounded = graph.stagesWithUnboundedInput
    for (stage, isUnbounded) in zip(graph.stages, isUnbounded) where isUnbounded {
      guard stage.kind.hasWorkers, stage.settings.maxsize == nil,
        let role = stage.transform, role.waiting != .computes, !role.hasOwnProcess,
        stage.hasId
      else { continue }
      findings.warning(
        .unboundedQueue,
        "`\(stage.id)` waits on each element, and its queue has no limit",
        at: stage.spec.headSpan,
        help: "add `maxsize: \(max(2 * stage.workers.count, 16))`, so that the input waits for it, "
          + "or `maxsize: 0` if this is meant"
      )
    }
  }
}

import SwpipeCore

/// Finds queues that may hold any amount of elements before a stage that waits on each.
struct QueuesCheck {
  let draft: Draft
  let findings: Findings

  /// Warns of them where the input may be of any size, and the spec does not choose `maxsize: 0`.
  func run() {
    guard draft.inherited.maxsize == nil else { return }
    let isUnbounded = draft.stagesWithUnboundedInput
    for (index, stage) in draft.stages.enumerated() {
      guard stage.kind != .sync, stage.settings.maxsize == nil,
        let role = stage.component?.transform, role.waiting != .computes, !role.hasOwnProcess,
        let id = stage.id
      else { continue }
      guard isUnbounded[index] else { continue }
      findings.warning(
        .unboundedQueue,
        "`\(id)` waits on each element, and its queue has no limit",
        at: stage.spec.headSpan,
        help: "add `maxsize: \(max(2 * stage.workers, 16))`, so that the input waits for it, "
          + "or `maxsize: 0` if this is meant"
      )
    }
  }
}

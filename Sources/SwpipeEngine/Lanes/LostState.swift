internal import SwpipeCore

/// What a worker keeps from one element to the next and takes along when it is lost, so that no other can
/// take its place: what comes of later elements would be wrong, and the counts would not show it.
struct LostState {
  /// Such as "the `cache` of `distinct`".
  private let words: String

  /// Nil where nothing is lost with a worker of these stages, its own and the sync ones below it.
  ///
  /// What all workers of the run share outlives a thread, but each process has its own of it.
  init?(of stages: [StagePlan], inProcess: Bool, _ catalog: Catalog) {
    for stage in stages {
      for holder in catalog.stateHolders(of: stage) {
        guard let resource = holder.resource else {
          words = "the state of `\(stage.id)`"
          return
        }
        if holder.isShared, !inProcess { continue }
        words = "the `\(resource.component)` of `\(stage.id)`"
        return
      }
    }
    return nil
  }

  /// The cause where an element took too long.
  func timeout(of plan: StagePlan) -> String {
    "an element took longer than the timeout of \(Duration.text(nanoseconds: plan.timeout))"
  }

  /// The failure that ends the run, which had this cause, a sentence without its full stop.
  func failure(_ cause: String, isTimeout: Bool) -> RunFailure {
    let help =
      if isTimeout {
        "leave `timeout` out, or give the stage more time"
      } else {
        "use `kind: thread`, whose workers do not die alone"
      }
    return RunFailure(
      .element,
      "\(cause), and what its worker kept of earlier elements is lost with it: \(words)",
      help: help
    )
  }
}

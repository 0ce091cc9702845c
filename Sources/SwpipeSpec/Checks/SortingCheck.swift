import SwpipeCore

/// Finds `ordered` where it has to hold every element until the input ends.
struct SortingCheck {
  let graph: Graph
  let findings: Findings

  /// Warns of them.
  func run() {
    for stage in graph.stages where stage.isSort { warn(stage) }
  }

  private func warn(_ stage: Graph.Stage) {
    var merge = stage
    while merge.feeders.count == 1, let next = merge.feeders[0].stage {
      merge = graph.stages[next]
    }
    findings.warning(
      .sortsAtEnd,
      "behind a merge `ordered` holds every element until the input ends",
      at: stage.spec.headSpan,
      help: "put it before the merge if the output is to flow",
      related: [
        Diagnostic.Related(
          span: merge.spec.from?.span ?? merge.spec.headSpan,
          message: "the elements are merged here"
        )
      ]
    )
  }
}

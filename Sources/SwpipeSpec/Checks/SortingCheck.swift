import SwpipeCore

/// Finds `ordered` where it has to hold every element until the input ends.
struct SortingCheck {
  let draft: Draft
  let findings: Findings

  /// Warns of them.
  func run() {
    for index in draft.order ?? [] where draft.stages[index].isSort { warn(index) }
  }

  private func warn(_ index: Int) {
    var at = index
    while let feeders = draft.stages[at].feeders, feeders.count == 1,
      case .stage(let next) = feeders[0]
    {
      at = next
    }
    let merge = draft.stages[at].spec
    findings.warning(
      .sortsAtEnd,
      "behind a merge `ordered` holds every element until the input ends",
      at: draft.stages[index].spec.headSpan,
      help: "put it before the merge if the output is to flow",
      related: [
        Diagnostic.Related(
          span: merge.from?.span ?? merge.headSpan,
          message: "the elements are merged here"
        )
      ]
    )
  }
}

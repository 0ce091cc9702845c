import SwpipeCore

/// Finds stages and sources whose elements nobody reads.
struct ReadersCheck {
  let draft: Draft
  let findings: Findings

  /// Reports them; says nothing where a reader is not understood, which may be the missing one.
  func run() {
    guard !draft.hasUnknownReads, draft.order != nil else { return }
    let feeders = draft.stages.map(\.feeders) + draft.sinks.map(\.feeders)
    let read = Set(feeders.compactMap { $0 }.joined())
    for (index, source) in draft.sources.enumerated() where !read.contains(.source(index)) {
      findings.error(
        .unreadSource,
        "nobody reads the source `\(source.id)`",
        at: source.span,
        help: "name it in a `from`, or remove it"
      )
    }
    for (index, stage) in draft.stages.enumerated() {
      guard !read.contains(.stage(index)), !stage.spec.givesNothing, let id = stage.id else {
        continue
      }
      findings.error(
        .unreadStage,
        "nobody reads the stage `\(id)`",
        at: stage.spec.id?.span ?? stage.spec.headSpan,
        help: "name it in a `from`, make it an `each`, or remove it"
      )
    }
  }
}

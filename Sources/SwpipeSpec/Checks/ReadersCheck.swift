import SwpipeCore

/// Finds stages and sources whose elements nobody reads.
struct ReadersCheck {
  let graph: Graph
  let findings: Findings

  /// Reports them; says nothing where a reader is not understood, which may be the missing one.
  func run() {
    guard !graph.hasUnknownReads, !graph.hasCycle else { return }
    let feeders = graph.stages.map(\.feeders) + graph.sinks.map(\.feeders)
    let read = Set(feeders.joined())
    for (index, source) in graph.sources.enumerated() where !read.contains(.source(index)) {
      findings.error(
        .unreadSource,
        "nobody reads the source `\(source.id)`",
        at: source.span,
        help: "name it in a `from`, or remove it"
      )
    }
    for (index, stage) in graph.stages.enumerated() {
      guard !read.contains(.stage(index)), !stage.spec.givesNothing, stage.hasId,
        stage.spec.operation != .route
      else { continue }
      findings.error(
        .unreadStage,
        "nobody reads the stage `\(stage.id)`",
        at: stage.spec.id?.span ?? stage.spec.headSpan,
        help: "name it in a `from`, make it an `each`, or remove it"
      )
    }
  }
}

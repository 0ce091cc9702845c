import SwpipeCore

/// Finds resources that all workers share although some of these are processes that cannot.
struct ScopesCheck {
  let graph: Graph
  let findings: Findings

  /// Reports them, once the kinds of the stages are settled.
  func run() {
    var inProcesses: Set<Int> = []
    for (index, stage) in graph.stages.enumerated() {
      // A sync stage runs where those run that feed it.
      let isFedByProcess = stage.feeders.contains { feeder in
        feeder.stage.map(inProcesses.contains) ?? false
      }
      // A plugin's own process has no part of swpipe in it.
      let hasOwnProcess = stage.transform?.hasOwnProcess ?? false
      guard (stage.kind.isIsolated && !hasOwnProcess) || (!stage.kind.hasWorkers && isFedByProcess)
      else { continue }
      inProcesses.insert(index)
      for resource in stage.onStart {
        guard resource.scope == .run, !resource.role.servesProcesses else { continue }
        report(resource, stage)
      }
    }
  }

  private func report(_ resource: Graph.Resource, _ stage: Graph.Stage) {
    let thread = "run the stage with `kind: thread`"
    findings.error(
      .scopeOnProcess,
      "the run has one `\(resource.name)`, which worker processes such as those of "
        + "`\(stage.id)` cannot reach",
      at: resource.nameSpan,
      help: resource.role.scopes.contains(.worker)
        ? "write `scope: worker`, so that each process has its own, or \(thread)" : thread,
      related: resource.scopeSpan.map {
        [Diagnostic.Related(span: $0, message: "it is shared because of this")]
      } ?? []
    )
  }
}

import SwpipeCore

/// Finds plugins that must not run on several threads at once, and would.
struct ThreadSafetyCheck {
  let graph: Graph
  let findings: Findings

  /// Reports them, once the workers of the stages are settled.
  func run() {
    var users: [String: [Int]] = [:]
    for (index, stage) in graph.stages.enumerated() {
      // Each worker process has the plugin for itself.
      guard !stage.kind.isIsolated, let name = stage.transform?.threadUnsafe else {
        continue
      }
      users[name, default: []].append(index)
    }
    for (_, stages) in users.sorted(by: { $0.value[0] < $1.value[0] }) {
      let workers = stages.reduce(0) { $0 + graph.stages[$1].workers.spread }
      if workers > 1 { report(stages, workers) }
    }
  }

  private func report(_ stages: [Int], _ workers: Int) {
    let stage = graph.stages[stages[stages.count - 1]]
    let name = stage.component?.definition.name ?? ""
    let span = stage.settings.workers?.whole ?? stage.settings.kind?.whole ?? stage.spec.headSpan
    findings.error(
      .notThreadSafe,
      "`\(name)` is not thread-safe, and would run in \(workers) workers of one process",
      at: span,
      help: "write `kind: process`, so that each worker has a process of its own",
      related: stages.dropLast().map {
        Diagnostic.Related(
          span: graph.stages[$0].spec.headSpan,
          message: "this stage uses the same plugin"
        )
      }
    )
  }
}

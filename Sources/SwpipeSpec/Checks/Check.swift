import SwpipeCore

/// One thing that may be wrong with a pipeline whose names are all resolved.
///
/// A check reads the pipeline and adds to the findings. It changes nothing and needs no other check, so
/// they may run in any order, and each alone.
struct Check: Sendable {
  /// What it looks at, in a word or two.
  let name: String
  let run: @Sendable (Graph, Findings) -> Void

  /// All of them; where two find something at one place, the findings stand in this order.
  static let all = [
    Check(name: "ids") { IdsCheck(graph: $0, findings: $1).run() },
    Check(name: "unused resources") { UnusedResourcesCheck(graph: $0, findings: $1).run() },
    Check(name: "shown values") { ShownValuesCheck(graph: $0, findings: $1).run() },
    Check(name: "readers") { ReadersCheck(graph: $0, findings: $1).run() },
    Check(name: "routes") { RoutesCheck(graph: $0, findings: $1).run() },
    Check(name: "types") { TypesCheck(graph: $0, findings: $1).run() },
    Check(name: "sorting") { SortingCheck(graph: $0, findings: $1).run() },
    Check(name: "one worker") { OneWorkerCheck(graph: $0, findings: $1).run() },
    Check(name: "timeouts") { TimeoutsCheck(graph: $0, findings: $1).run() },
    Check(name: "memory") { MemoryCheck(graph: $0, findings: $1).run() },
    Check(name: "rows") { RowsCheck(graph: $0, findings: $1).run() },
    Check(name: "state") { StateCheck(graph: $0, findings: $1).run() },
    Check(name: "scopes") { ScopesCheck(graph: $0, findings: $1).run() },
    Check(name: "thread safety") { ThreadSafetyCheck(graph: $0, findings: $1).run() },
    Check(name: "dead letters") { DeadLettersCheck(graph: $0, findings: $1).run() },
    Check(name: "queues") { QueuesCheck(graph: $0, findings: $1).run() },
    Check(name: "paths") { PathsCheck(graph: $0, findings: $1).run() },
  ]

  /// What the checks find; `order` says in which order they run, by their positions in `all`.
  static func findings(on graph: Graph, order: some Sequence<Int> = all.indices) -> [Diagnostic] {
    var found: [[Diagnostic]] = Array(repeating: [], count: all.count)
    for index in order {
      let findings = Findings()
      all[index].run(graph, findings)
      found[index] = findings.diagnostics
    }
    return Array(found.joined())
  }
}

extension Plan {
  /// By stage: in how many workers it runs, its own or, for a sync stage, all those that feed it.
  ///
  /// Two ways from one worker are the same worker's. Costs a walk over the whole plan.
  package var workerCounts: [String: Int] {
    var heads: [String: Set<String>] = [:]
    var counts: [String: Int] = [:]
    // By what readers of a route name: the stage.
    var owners: [String: String] = [:]
    for stage in stages {
      for route in stage.routes { owners[stage.input(ofRoute: route.name)] = stage.id }
    }
    for source in sources { counts[source.id] = 1 }
    for stage in stages where stage.kind.hasWorkers { counts[stage.id] = stage.workers }
    let reduces = Set(stages.filter(\.isReduce).map(\.id))
    for stage in stages where !stage.kind.hasWorkers {
      var own: Set<String> = []
      for input in stage.inputs.map({ owners[$0] ?? $0 }) {
        // What a reduce gives comes from one worker of its own.
        if let through = heads[input], !reduces.contains(input) {
          own.formUnion(through)
        } else {
          own.insert(input)
        }
      }
      heads[stage.id] = own
      counts[stage.id] = own.reduce(0) { sum, head in
        let (total, overflows) = sum.addingReportingOverflow(
          reduces.contains(head) ? 1 : counts[head] ?? 0
        )
        return overflows ? .max : total
      }
    }
    return counts
  }
}

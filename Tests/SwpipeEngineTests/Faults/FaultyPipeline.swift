import SwpipeCore
import Synchronization

@testable import SwpipeEngine

/// A stage with resources, actions and dead letters between a source and a sink, one of which fails.
struct FaultyPipeline {
  var kind: WorkerKind
  var work = SwpipeCore.Operator.map
  var policy = ErrorPolicy()
  var scope = ResourcePlan.Scope.worker
  var isOrdered = false
  let fault: Fault
  let collected = Collected()
  let deadLetters = Collected()

  var workers: Int { kind == .sync ? 1 : 3 }

  /// What comes out of a run in which nothing fails.
  var expected: [String] {
    (0..<FaultySource.count).flatMap { Array(repeating: "\($0)", count: work == .flatMap ? 2 : 1) }
  }

  /// Leaves no worker behind: those that are tasks wait for a pool that other tests may fill.
  func prepare() throws -> PipelineRun {
    try PipelineRun(plan: plan, catalog: catalog, grace: 60_000_000_000, log: SilentLog())
  }

  private var plan: Plan {
    let place = Pipeline.place
    var stage = StagePlan(
      id: "work",
      work: .transform(name: "faulty", work, Arguments(), isInverted: false),
      inputs: ["in"],
      kind: kind,
      workers: workers,
      maxsize: kind == .sync ? 0 : 4,
      isOrdered: isOrdered,
      place: place
    )
    stage.onError = policy
    stage.onStart = ["first", "second"].map { name in
      ResourcePlan(
        name: name,
        component: "faulty-resource",
        arguments: Arguments(),
        scope: scope,
        sharedName: name,
        place: place
      )
    }
    stage.onDone = [
      ActionPlan(component: "faulty-action", arguments: Arguments(), place: place)
    ]
    func sink(_ id: String, _ component: String) -> SinkPlan {
      SinkPlan(
        id: id,
        // An each gives nothing; its feeder is written beside it.
        inputs: [work == .each ? "in" : "work"],
        component: component,
        arguments: Arguments(),
        place: place
      )
    }
    var plan = Plan(
      name: "test",
      sources: [
        SourcePlan(
          id: "in",
          component: "faulty-source",
          arguments: Arguments(),
          gives: .text,
          place: place
        )
      ],
      stages: [stage],
      sinks: [sink("out", "faulty-sink")]
    )
    plan.deadLetter = sink("dead", "dead-letters")
    return plan
  }

  private var catalog: Catalog {
    let (fault, collected, deadLetters) = (fault, collected, deadLetters)
    func definition(_ name: String, _ role: Definition.Role) -> Definition {
      Definition(name: name, summary: name, examples: [], role: role)
    }
    return Catalog([
      definition(
        "faulty-source",
        .source(
          SourceRole(gives: { _ in .text }) { (_, _) throws(RunFailure) in
            try fault.use(.sourceStart)
            return FaultySource(fault: fault)
          }
        )
      ),
      definition(
        "faulty",
        .transform(
          TransformRole(
            operators: [.map, .filter, .flatMap, .each],
            accepts: .any,
            gives: .same
          ) { _, work, _ in
            FaultyTransform(work: work, fault: fault)
          }
        )
      ),
      definition(
        "faulty-resource",
        .resource(
          ResourceRole { (_, _) throws(RunFailure) in try FaultyResource(fault: fault) }
        )
      ),
      definition(
        "faulty-action",
        .action(
          ActionRole { (_, context) throws(RunFailure) in
            fault.trace.withLock { $0.actions.append(context.workerInfo.index) }
            try fault.use(.action)
          }
        )
      ),
      definition(
        "faulty-sink",
        .sink(
          SinkRole(accepts: { _ in .any }) { (_, _) throws(RunFailure) in
            try fault.use(.sinkStart)
            return FaultySink(fault: fault, sink: CollectingSink(collected: collected))
          }
        )
      ),
      definition(
        "dead-letters",
        .sink(
          SinkRole(accepts: { _ in .any }) { (_, _) throws(RunFailure) in
            CollectingSink(collected: deadLetters)
          }
        )
      ),
    ])
  }
}

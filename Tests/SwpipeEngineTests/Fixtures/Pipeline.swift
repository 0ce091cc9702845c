import SwpipeCore

@testable import SwpipeEngine

/// Builds small plans and runs them against the test components.
struct Pipeline {
  var count: Int? = 100
  var batch = 7
  var failingRead: Int?
  var isSilentAtEnd = false
  var memory = 512 << 20
  var limit: Int64?
  var halt: HaltLimit?
  var stages: [StagePlan] = []
  var sinkInputs: [String]?
  var collected = Collected()
  let gate = Futex()
  let calls = CallCount()
  var sources = ["in"]
  /// What is started for worker processes.
  var executable = "/proc/self/exe"
  var temporaryDirectory = "/tmp"

  mutating func add(
    _ transform: String,
    _ work: SwpipeCore.Operator = .map,
    id: String? = nil,
    from: [String]? = nil,
    kind: WorkerKind = .thread,
    workers: Int = 1,
    maxsize: Int = 0,
    ordered: Bool = false,
    argument: Int = 0
  ) {
    let previous = stages.last?.id ?? "in"
    stages.append(
      StagePlan(
        id: id ?? "\(transform)-\(stages.count)",
        work: .transform(
          name: transform,
          work,
          Arguments(["n": .integer(Int64(argument))]),
          isInverted: false
        ),
        inputs: from ?? [previous],
        kind: kind,
        workers: workers,
        maxsize: maxsize,
        isOrdered: ordered,
        place: Pipeline.place
      )
    )
  }

  /// Adds the `ordered` operator as it is behind a merge.
  mutating func sort(id: String = "sort", from: [String], maxsize: Int = 0) {
    stages.append(
      StagePlan(
        id: id,
        work: .sort,
        inputs: from,
        kind: .thread,
        maxsize: maxsize,
        place: Pipeline.place
      )
    )
  }

  /// How many elements `burst` gives for each: 1.2 MB, more than may be held where `memory` is 4 MiB.
  static let burst = 1200

  static let place = SourcePlace(file: "test.yaml", line: 1, column: 1)

  var plan: Plan {
    Plan(
      name: "test",
      sources: sources.map {
        SourcePlan(
          id: $0,
          component: "count",
          arguments: Arguments(),
          gives: .text,
          place: Pipeline.place,
          limit: limit
        )
      },
      stages: stages,
      sinks: [
        SinkPlan(
          id: "out",
          inputs: sinkInputs ?? [stages.last?.id ?? "in"],
          component: "collect",
          arguments: Arguments(),
          place: Pipeline.place
        )
      ],
      limits: LimitsPlan(memory: memory)
    )
  }

  func prepare() throws -> PipelineRun {
    try PipelineRun(
      plan: plan,
      catalog: catalog,
      halt: halt,
      executable: executable,
      temporaryDirectory: temporaryDirectory,
      log: SilentLog()
    )
  }

  func run() throws -> RunReport { try prepare().run() }

  var catalog: Catalog {
    let n = Parameter<Int64>.integer("n", "A number.")
    func transform(
      _ name: String,
      _ work: SwpipeCore.Operator,
      cost: Cost = .flat,
      waiting: Waiting = .computes,
      keeps: KeptState = .nothing,
      _ make: @escaping @Sendable (Int, TransformContext) -> any Transform
    ) -> Definition {
      Definition(
        name: name,
        summary: name,
        parameters: [n.info],
        examples: [],
        role: .transform(
          TransformRole(
            operators: [work, .each],
            accepts: .any,
            gives: .same,
            waiting: waiting,
            cost: cost,
            keeps: keeps
          ) {
            (arguments, _, context) throws(RunFailure) in make(Int(arguments[n]), context)
          }
        )
      )
    }
    let (gate, calls, collected) = (gate, calls, collected)
    let (count, batch, failing, silent) = (count, batch, failingRead, isSilentAtEnd)
    return Catalog([
      transform("add", .map) { _, _ in AddOne() },
      transform("mindful-add", .map, keeps: .history) { _, _ in AddOne() },
      transform("even", .filter) { _, _ in Even() },
      transform("triple", .flatMap) { _, _ in Triple() },
      transform("fail", .map) { n, _ in FailOn(number: n) },
      transform("fail-from", .map) { n, _ in FailFrom(number: n) },
      transform("take", .filter) { n, _ in TakeFirst(count: n) },
      transform("gated", .map, cost: .varying, waiting: .blocks) { _, context in
        Gated(gate: gate, calls: calls, stop: context.stop)
      },
      transform("late", .map, cost: .varying, waiting: .blocks) { _, context in
        Late(gate: gate, stop: context.stop)
      },
      transform("opener", .map) { n, _ in Opener(gate: gate, calls: calls, last: n) },
      transform("hang", .map, cost: .varying) { n, context in
        Hang(isDeaf: n == 1, stop: context.stop)
      },
      transform("doze", .map, cost: .varying, waiting: .awaits) { _, _ in Doze(calls: calls) },
      transform("flaky", .flatMap) { n, _ in Flaky(failures: n) },
      transform("burst", .flatMap) { n, _ in
        Burst(count: Pipeline.burst, failures: n)
      },
      transform("flood", .flatMap) { n, _ in Burst(count: n, failures: 0) },
      transform("late-flood", .flatMap, cost: .varying, waiting: .blocks) { n, context in
        LateBurst(gate: gate, stop: context.stop, burst: Burst(count: n, failures: 0))
      },
      transform("jitter", .map) { _, _ in Jitter() },
      transform("slow-jitter", .map, cost: .varying) { _, _ in Jitter() },
      Definition(
        name: "remark",
        summary: "",
        examples: [],
        role: .action(ActionRole { (_, _) throws(RunFailure) in })
      ),
      Definition(
        name: "linger",
        summary: "",
        examples: [],
        role: .action(ActionRole(blocks: true) { (_, _) throws(RunFailure) in })
      ),
      Definition(
        name: "count",
        summary: "",
        examples: [],
        role: .source(
          SourceRole(gives: { _ in .text }) { (_, context) throws(RunFailure) in
            CountingSource(
              count: count,
              batch: batch,
              failingCall: failing,
              isSilentAtEnd: silent,
              context: context
            )
          }
        )
      ),
      Definition(
        name: "collect",
        summary: "",
        examples: [],
        role: .sink(
          SinkRole(accepts: { _ in .any }) { (_, _) throws(RunFailure) in
            CollectingSink(collected: collected)
          }
        )
      ),
    ])
  }
}

struct SilentLog: LogWriter {
  func write(_ level: LogLevel, _ message: String, stage: String) {}
}

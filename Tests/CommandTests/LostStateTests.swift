import CommandSupport
import Glibc
import SwpipeBuiltins
import SwpipeCore
import Testing

/// Workers that keep something from one element to the next, and are lost with it.
@Suite struct LostStateTests {
  /// A stage of each transform that keeps a state, without its kind.
  private static let stages: [String: [String]] = [
    "take": ["filter: {take: 100000}"],
    "skip": ["filter: {skip: 10}"],
    "cache.distinct": ["filter: cache.distinct, on_start: {met: {cache: {}}}"],
    "counter.add": ["map: counter.add, on_start: {sum: {counter: {}}}"],
    "rate_limit.wait": ["map: rate_limit.wait, on_start: {pace: {rate_limit: 1000000}}"],
    "file.append": ["worker", "run"].map {
      "map: file.append, on_start: {file: {file: {path: log, buffer: 1MB}, scope: \($0)}}"
    },
  ]

  @Test func `each transform that keeps a state has its case here`() throws {
    var missing: Set<String> = []
    for (name, definition) in Builtins.catalog.transforms {
      // What a reduce keeps comes out at the end alone; see ReduceTests.
      guard case .transform(let role) = definition.role, !role.operators.contains(.reduce) else {
        continue
      }
      let keeps = role.resources.contains { request in
        request.type.map { Builtins.catalog.resource($0).keeps(Arguments()) != .nothing } ?? true
      }
      if role.keeps != .nothing || keeps { missing.insert(name) }
    }
    #expect(!missing.isEmpty)
    #expect(missing.subtracting(Self.stages.keys) == [])
  }

  /// The stage itself in a process, or below one.
  private static let specs = stages.values.joined().sorted().flatMap { stage in
    [
      "stages:\n  - {\(stage), kind: process, on_error: skip}\n",
      "stages:\n  - {map: identity, kind: process, on_error: skip}\n  - {\(stage), kind: sync}\n",
    ]
  }

  @Test(arguments: specs, [0, 500])
  func `a process that dies after its thousandth element is not replaced`(
    _ spec: String,
    more: Int
  ) async throws {
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send((1...1000).map { "\($0)\n" }.joined())
    try await child.readOutput(until: "1000\n")
    let workers = child.children
    #expect(workers.count == 1)
    for worker in workers { kill(worker, SIGKILL) }
    let rest = (0..<more).map { "\($0 + 1001)\n" }.joined()
    let outcome = try await child.finish(Array(rest.utf8))
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.errors.contains("was killed by signal 9 (SIGKILL)"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("what its worker kept of earlier elements is lost with it: the "),
      "\(outcome.errors)"
    )
    #expect(outcome.errors.contains("help: use `kind: thread`"), "\(outcome.errors)")
  }

  @Test func `one that dies with its first element in hand has lost nothing`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "1\n2\n2\n",
      files: [
        "spec.yaml": """
        stages:
          - {map: {debug.crash: '1'}, kind: process, on_error: skip}
          - {filter: cache.distinct, kind: sync, on_start: {met: {cache: {}}}}
        """
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "2\n", "\(outcome)")
  }

  /// A stream of random numbers is no state: a worker that takes another's place has one of its own.
  @Test func `a process that is replaced draws other numbers, also in a sync stage`() async throws {
    let spec = """
      stages:
        - {map: identity, kind: process}
        - {map: random.number, kind: sync, on_start: {random: {random: 3}}}
      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("1\n")
    try await child.readOutput(until: "\n")
    for worker in child.children { kill(worker, SIGKILL) }
    let outcome = try await child.finish(Array("2\n".utf8))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 2 && Set(outcome.lines).count == 2, "\(outcome)")
  }

  private static func timed(_ kind: String, _ hanging: Int, scope: String) -> String {
    """
    source: {stdin: {format: jsonl}}
    stages:
      - {map: {debug.hang: '{"n":\(hanging)}'}, kind: \(kind), timeout: 2s, on_error: skip}
      - {map: {counter.add: {into: .id}}, kind: sync, on_start: {c: {counter: {}, scope: \(scope)}}}
    sink: {stdout: {format: jsonl}}
    """
  }

  private static let objects = (1...6).map { "{\"n\":\($0)}\n" }.joined()

  @Test(arguments: ["thread", "task", "process"])
  func `a worker that is given up at its timeout is not replaced`(_ kind: String) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: Self.objects,
      files: ["spec.yaml": Self.timed(kind, 4, scope: "worker")]
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("longer than the timeout of 2s"), "\(outcome)")
    #expect(outcome.errors.contains("lost with it: the `counter` of `counter.add`"), "\(outcome)")
    #expect(outcome.errors.contains("help: leave `timeout` out"), "\(outcome)")
  }

  @Test(arguments: ["thread", "task"])
  func `what the run shares outlives a thread that is given up`(_ kind: String) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: Self.objects,
      files: ["spec.yaml": Self.timed(kind, 4, scope: "run")]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.last == #"{"n":6,"id":5}"#, "\(outcome)")
  }

  @Test(arguments: ["thread", "process"])
  func `a plugin that keeps a state is not replaced`(_ kind: String) async throws {
    let (died, _) = try await RawPlugin.run("  - {map: kept, kind: \(kind), on_error: skip}")
    #expect(died.status == 65, "\(died)")
    #expect(
      died.errors.contains("exited with status 3, and what it kept of earlier elements is lost"),
      "\(died)"
    )
    let (late, _) = try await RawPlugin.run(
      "  - {map: kept_hang, kind: \(kind), timeout: 2s, on_error: skip}"
    )
    #expect(late.status == 65, "\(late)")
    #expect(late.errors.contains("help: leave `timeout` out"), "\(late)")
  }

  @Test func `several workers of a plugin that keeps a state are warned of`() async throws {
    let folder = try RawPlugin.folder("  - {map: kept, workers: 2}\n  - {map: kept}")
    let outcome = try await Swpipe.run(["validate", "spec.yaml"], in: folder)
    #expect(
      (outcome.text + outcome.errors).contains(
        "[state-per-worker]: each of the 2 workers of `kept` has a state of its own"
      ),
      "\(outcome)"
    )
  }
}

import CommandSupport
import Testing

/// Exceptions in each place: the run ends at once, says where, and leaves nothing behind, with the
/// input still open and whatever waits where.
@Suite struct FailureTests {
  private static let layouts = WorkerKind.allCases.flatMap { kind in
    kind == .sync
      ? [Layout(kind: .sync)]
      : Layout.maxsizes.map { Layout(kind: kind, workers: 2, maxsize: $0) }
  }

  /// Runs a spec with standard input left open behind `input`.
  private static func fail(
    _ spec: String,
    _ input: String,
    status: Int32,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Pipeline {
    let running = try await Pipeline.start(spec)
    try await running.child.send(input)
    return try await running.end(status: status, sourceLocation: sourceLocation)
  }

  @Test(arguments: layouts)
  func `in the source`(_ layout: Layout) async throws {
    let run = try await Self.fail(
      "source: {stdin: {format: csv}}\nstages:\n  - {map: identity, \(layout.keys)}\n",
      "a,b\n1,2\n3,4\n5\n",
      status: 65
    )
    #expect(run.outcome.errors.contains("the row has 1 field"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("input: standard input:4"), "\(run.outcome)")
  }

  @Test(arguments: layouts)
  func `in on_start, before any element came`(_ layout: Layout) async throws {
    let run = try await Self.fail(
      """
      stages:
        - filter: table.contains
          \(layout.keys.replacing(", ", with: "\n    "))
          on_start: {rows: {table: {path: missing.csv, key: id}}}
      """,
      "",
      status: 69
    )
    #expect(run.outcome.errors.contains("missing.csv: no such file"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("stage `table.contains`"), "\(run.outcome)")
  }

  @Test(arguments: WorkerKind.queued)
  func `in on_start of one worker of seven`(_ kind: WorkerKind) async throws {
    // Worker 5 finds no folder to make its file in.
    let layout = Layout(kind: kind, workers: 7, maxsize: 4)
    let running = try await Pipeline.start(
      """
      stages:
        - id: f
          each: file.append
          \(layout.keys.replacing(", ", with: "\n    "))
          on_start: {part: {file: 'folder-{{ $worker_info.index }}/part'}}
          on_done: [{log: 'done'}]
      sink: discard
      """,
      files: Dictionary(
        uniqueKeysWithValues: [0, 1, 2, 3, 4, 6].map { ("folder-\($0)/other", "") }
      )
    )
    let run = try await running.end(status: 69)
    #expect(run.outcome.errors.contains("worker: 5 (\(kind))"), "\(run.outcome)")
    let started = (0..<7).count { run.folder.text("folder-\($0)/part") != nil }
    #expect(run.log("f").count == started)
  }

  @Test(arguments: layouts)
  func `in the transform, at the first element`(_ layout: Layout) async throws {
    let run = try await Self.fail(
      "stages:\n  - {map: {number.add: 1}, \(layout.keys)}\n",
      "x\n",
      status: 65
    )
    #expect(run.outcome.errors.contains("stage `number.add`: \"x\" is not a number"))
    #expect(run.outcome.errors.contains("element_index: (0)"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("(\(layout.kind))"), "\(run.outcome)")
  }

  /// The source never ends, so that it is blocked at a queue that is full when the transform fails.
  @Test(arguments: WorkerKind.allCases, layouts)
  func `in the transform, late, of an endless source whose queues are full`(
    _ kind: WorkerKind,
    _ layout: Layout
  ) async throws {
    let feeder = Layout(kind: kind, workers: 3, maxsize: layout.maxsize)
    let run = try await Pipeline.run(
      """
      source: {range: {start: 0, stop: 1000000000000000}}
      stages:
        - {map: identity, \(feeder.keys)}
        - {map: {number.multiply: 10000000000000000}, \(layout.keys)}
      sink: discard
      """,
      status: 65
    )
    #expect(run.outcome.errors.contains("does not fit in a 64-bit integer"), "\(run.outcome)")
    // 922 × 10¹⁶ is the last that fits.
    let index = try #require(run.outcome.errors.firstMatch(of: /element_index: \((\d+)\)/)?.1)
    #expect(Int(index) ?? 0 > 922)
    #expect(run.report.count("failed", of: "number.multiply") >= 1)
  }

  @Test(arguments: layouts)
  func `in on_done`(_ layout: Layout) async throws {
    let run = try await Pipeline.run(
      """
      stages:
        - map: identity
          \(layout.keys.replacing(", ", with: "\n    "))
          on_done: [{log: '{{ $env.NOT_THERE }}'}]
      """,
      input: "a\nb\n",
      status: 69
    )
    #expect(run.outcome.errors.contains("$env.NOT_THERE is missing or null"), "\(run.outcome)")
    #expect(Set(run.outcome.lines).isSubset(of: ["a", "b"]))
  }

  @Test(arguments: layouts)
  func `in the sink`(_ layout: Layout) async throws {
    let run = try await Self.fail(
      """
      stages:
        - {map: json.parse, \(layout.keys)}
      sink: {stdout: {strict: true}}
      """,
      "1\n\"a\\nb\"\n3\n",
      status: 65
    )
    #expect(run.outcome.errors.contains("contains a newline"), "\(run.outcome)")
  }

  @Test(arguments: layouts)
  func `while another worker sleeps for long`(_ layout: Layout) async throws {
    let running = try await Pipeline.start(
      """
      stages:
        - {id: all, map: identity}
        - {id: long, each: {sleep: 1h}, from: all, kind: thread, workers: 2}
        - {id: failing, map: {number.add: 1}, from: all, \(layout.keys)}
      """
    )
    try await running.child.send("1\n")
    try await running.child.readOutput(until: "2\n")
    try await running.child.send("x\n")
    _ = try await running.end(status: 65)
  }

  @Test(arguments: layouts)
  func `a failure that is passed over costs its element alone`(_ layout: Layout) async throws {
    let run = try await Pipeline.run(
      """
      stages:
        - {map: {number.add: 1}, \(layout.keys), on_error: skip}
      """,
      input: (0..<99).map { $0 % 3 == 0 ? "x\n" : "\($0)\n" }.joined()
    )
    #expect(run.numbers.sorted() == (0..<99).filter { $0 % 3 != 0 }.map { $0 + 1 })
    #expect(run.report.count("skipped", of: "number.add") == 33)
  }
}

import CommandSupport
import Testing

/// A timeout counts the transform's own time, on every kind, for every element that takes too long.
@Suite struct TimeoutTests {
  @Test(arguments: Layout.all(of: WorkerKind.queued))
  func `elements that hang are given up, and all others come out`(_ layout: Layout) async throws {
    // No more of them than workers: a thread that hangs is lost.
    let hanging = layout.kind == .process ? 3 : min(3, layout.workers)
    var input = (10..<40).map(String.init)
    for number in 0..<hanging { input.insert("2", at: 3 + 9 * number) }
    let run = try await Pipeline.run(
      "stages:\n  - {map: {debug.hang: '2'}, \(layout.keys), timeout: 500ms, on_error: skip}\n",
      input: input.joined(separator: "\n") + "\n"
    )
    #expect(run.numbers.sorted() == Array(10..<40))
    #expect(run.report.count("skipped", of: "debug.hang") == hanging)
    #expect(run.report.count("restarts", of: "debug.hang") == hanging)
  }

  @Test(arguments: WorkerKind.queued)
  func `one worker is timed out again and again`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 1, maxsize: 1)
    let run = try await Pipeline.run(
      """
      source: {range: {start: 0, stop: 5}}
      stages:
        - {map: {sleep: 1h}, \(layout.keys), timeout: 20ms, on_error: skip}
      """
    )
    #expect(run.outcome.output.isEmpty)
    #expect(run.report.count("skipped", of: "sleep") == 5)
  }

  @Test(arguments: WorkerKind.queued)
  func `without a policy the first one fails the run and is named`(_ kind: WorkerKind) async throws
  {
    let layout = Layout(kind: kind, workers: 2, maxsize: 4)
    let running = try await Pipeline.start(
      "stages:\n  - {map: {debug.hang: '2'}, \(layout.keys), timeout: 50ms}\n"
    )
    try await running.child.send("1\n2\n")
    let run = try await running.end(status: 65)
    #expect(run.outcome.errors.contains("took longer than the timeout of 50ms"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("element_index: (1)"), "\(run.outcome)")
  }

  @Test(arguments: WorkerKind.queued)
  func `a flat_map that hangs shows nothing of its element`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 2)
    let run = try await Pipeline.run(
      "stages:\n  - {flat_map: {debug.hang: '2'}, \(layout.keys), timeout: 300ms, on_error: skip}\n",
      input: "1\n2\n3\n4\n"
    )
    #expect(run.numbers.sorted() == [1, 3, 4])
  }

  @Test(arguments: WorkerKind.queued)
  func `the wait for a slow reader does not count`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 2)
    let run = try await Pipeline.run(
      """
      source: {range: {start: 0, stop: 8}}
      stages:
        - {map: identity, \(layout.keys), timeout: 400ms}
        - {map: {sleep: 500ms}, kind: thread, maxsize: 1}
      """
    )
    #expect(run.numbers.sorted() == Array(0..<8))
  }

  @Test(arguments: WorkerKind.queued)
  func `the time of a sync stage in the same worker does not count`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 2, maxsize: 2)
    let run = try await Pipeline.run(
      """
      stages:
        - {flat_map: text.words, \(layout.keys), timeout: 400ms}
        - {map: {sleep: 500ms}, kind: sync}
      """,
      input: "1 2\n3\n4\n"
    )
    #expect(run.numbers.sorted() == [1, 2, 3, 4])
  }

  /// Whatever a worker process is at when it is killed, sending a large result included.
  @Test(arguments: [1, 3, 10, 30])
  func `large elements and short timeouts lose or break nothing`(_ milliseconds: Int) async throws {
    let run = try await Pipeline.run(
      """
      stages:
        - id: large
          map: {text.pad: {width: 300000, fill: '.'}}
          kind: process
          workers: 2
          maxsize: 4
          timeout: \(milliseconds)ms
          on_error: skip
      """,
      input: (0..<60).map { "\($0)\n" }.joined()
    )
    #expect(run.outcome.lines.count == 60 - run.report.count("skipped", of: "large"))
    #expect(run.outcome.lines.allSatisfy { $0.utf8.count == 300_000 })
  }
}

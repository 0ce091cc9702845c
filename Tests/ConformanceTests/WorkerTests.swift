import CommandSupport
import Testing

/// Workers are what they claim: processes, threads or tasks, as many as the spec says.
@Suite struct WorkerTests {
  /// What `debug.worker` gives.
  private struct Identity: Hashable {
    var kind: Substring
    var process: Int
    var thread: Int
    var worker: Int

    init(_ line: Substring) throws {
      let match = try #require(
        line.firstMatch(of: /"kind":"(\w+)","pid":(\d+),"thread":(\d+),"worker":(\d+)/),
        "\(line)"
      )
      kind = match.1
      process = try #require(Int(match.2))
      thread = try #require(Int(match.3))
      worker = try #require(Int(match.4))
    }
  }

  /// Feeds elements until each worker has had one; what they said.
  private static func identities(_ layout: Layout) async throws -> (Set<Identity>, swpipe: Int) {
    // The sleep is in the same worker, which is busy with it while others take what comes next.
    let running = try await Pipeline.start(
      """
      stages:
        - {map: debug.worker, \(layout.keys)}
        - {map: {sleep: 5ms}, kind: sync}
      """
    )
    try await running.child.send(String(repeating: "a\n", count: layout.workers))
    for worker in 0..<layout.workers {
      try await running.child.readOutput(until: "\"worker\":\(worker)}") {
        try await running.child.send(String(repeating: "a\n", count: layout.workers))
      }
    }
    let run = try await running.finish()
    return (Set(try run.outcome.lines.map(Identity.init)), Int(running.child.number))
  }

  @Test(arguments: Layout.workers)
  func `threads are threads of one process`(_ workers: Int) async throws {
    let layout = Layout(kind: .thread, workers: workers, maxsize: 0)
    let (seen, swpipe) = try await Self.identities(layout)
    #expect(seen.count == workers)
    #expect(Set(seen.map(\.thread)).count == workers)
    #expect(Set(seen.map(\.process)) == [swpipe])
  }

  @Test(arguments: Layout.workers)
  func `processes are processes`(_ workers: Int) async throws {
    let layout = Layout(kind: .process, workers: workers, maxsize: 0)
    let (seen, swpipe) = try await Self.identities(layout)
    #expect(seen.count == workers)
    #expect(Set(seen.map(\.process)).count == workers)
    #expect(!seen.map(\.process).contains(swpipe))
  }

  @Test(arguments: Layout.workers)
  func `tasks are workers of one process that need no thread each`(_ workers: Int) async throws {
    let layout = Layout(kind: .task, workers: workers, maxsize: 0)
    let (seen, swpipe) = try await Self.identities(layout)
    #expect(Set(seen.map(\.worker)) == Set(0..<workers))
    #expect(Set(seen.map(\.process)) == [swpipe])
    #expect(seen.allSatisfy { $0.kind == "task" })
  }

  @Test(arguments: WorkerKind.queued)
  func `a sync stage runs in the workers that feed it`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 3, maxsize: 1)
    let running = try await Pipeline.start(
      "stages:\n  - {map: identity, \(layout.keys)}\n  - {map: debug.worker, kind: sync}\n"
    )
    let run = try await running.finish(String(repeating: "a\n", count: 50))
    let seen = Set(try run.outcome.lines.map(Identity.init))
    #expect(seen.allSatisfy { $0.kind == "sync" && (0..<3).contains($0.worker) })
    let isElsewhere = seen.allSatisfy { $0.process != Int(running.child.number) }
    #expect(isElsewhere == (kind == .process))
    // A task may change its thread, the others have one each.
    if kind != .task { #expect(Set(seen.map(\.worker)).count == seen.count) }
  }

  /// Logs when an element begins and when it is done, in one worker.
  private static func gauge(_ layout: Layout) -> String {
    """
    stages:
      - {id: begin, map: {log: begin}, \(layout.keys)}
      - {map: {sleep: 20ms}, kind: sync}
      - {id: end, map: {log: end}, kind: sync}
    """
  }

  @Test(arguments: WorkerKind.queued, Layout.workers)
  func `as many elements are worked on at once as there are workers, and never more`(
    _ kind: WorkerKind,
    _ workers: Int
  ) async throws {
    let layout = Layout(kind: kind, workers: workers, maxsize: 0)
    let running = try await Pipeline.start(Self.gauge(layout))
    var most = 0
    while most < workers {
      // Nothing is sent while something is under way, so that all workers can begin at once.
      try await running.child.send(String(repeating: "a\n", count: 4 * workers))
      try await running.child.becomeQuiet()
      var active = 0
      most = 0
      for line in try await running.child.errorsSoFar().split(separator: "\n") {
        active += line.hasPrefix("info: begin") ? 1 : -1
        most = max(most, active)
      }
      #expect(active == 0)
    }
    #expect(most == workers)
    _ = try await running.finish()
  }

  @Test func `a thousand tasks wait at once`() async throws {
    // One after the other they would take 1000 seconds.
    let run = try await Pipeline.run(
      """
      source: {range: {start: 0, stop: 1000}}
      stages:
        - {map: {sleep: 1s}, kind: task, workers: 1000}
      """
    )
    #expect(run.numbers.sorted() == Array(0..<1000))
    let seconds = try #require(
      run.folder.text("report.json")?.firstMatch(of: /"seconds": ([\d.]+)/)?.1
    )
    #expect(try #require(Double(seconds)) < 30)
  }
}

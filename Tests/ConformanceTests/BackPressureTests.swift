import CommandSupport
import Glibc
import Testing

/// What runs behind a reader that pauses, or goes away.
@Suite struct BackPressureTests {
  /// Lines so long that the pipe to the reader holds half of one, and a read of the source 16.
  private static let lines = (0..<200).map {
    let number = String($0)
    return number + String(repeating: ".", count: 8191 - number.utf8.count) + "\n"
  }
  private static let elementsPerRead = 16

  private static let bounded = Layout.all(of: WorkerKind.queued).filter { $0.maxsize > 0 }

  private static func start(_ spec: String) async throws -> PipelineChild {
    try await Pipeline.start(
      "source: {file: in.txt}\n" + spec,
      files: ["in.txt": lines.joined()],
      outputCapacity: 4096
    )
  }

  /// As in pypeln, and one more, which is in the sink's hands, half written.
  @Test(arguments: bounded)
  func `behind a reader that pauses a transform runs for 1 + maxsize + workers elements`(
    _ layout: Layout
  ) async throws {
    let running = try await Self.start("stages:\n  - {map: {log: ran}, \(layout.keys)}\n")
    try await running.child.takeOutput(8192)
    try await running.child.becomeQuiet()
    let calls = try await running.child.errorsSoFar().split(separator: "\n").count
    #expect(calls == 1 + layout.maxsize + layout.workers + 1)
    // The source has filled the stage's queue and is one read ahead.
    running.child.signal(SIGUSR1)
    try await running.child.readErrors(until: " elements in", leavingOutput: true)
    let counts = try await running.child.errorsSoFar()
    let read = Int(counts.firstMatch(of: /(\d+) elements in/)?.1 ?? "") ?? .max
    #expect(read <= calls + layout.maxsize + Self.elementsPerRead, "\(counts)")
    running.child.closeOutput()
    _ = try await running.end()
  }

  @Test(
    arguments: LayoutPair.all.filter { bounded.contains($0.first) && bounded.contains($0.second) }
  )
  func `a chain holds no more than its queues and its workers' hands`(_ pair: LayoutPair)
    async throws
  {
    let running = try await Self.start(
      """
      stages:
        - {id: first, map: {log: ran}, \(pair.first.keys)}
        - {id: second, map: {log: ran}, \(pair.second.keys)}
      """
    )
    try await running.child.takeOutput(8192)
    try await running.child.becomeQuiet()
    let calls = try await running.child.errorsSoFar().split(separator: "\n")
    let second = calls.count { $0.hasPrefix("info: second: ") }
    let first = calls.count { $0.hasPrefix("info: first: ") }
    #expect(second == 1 + pair.second.maxsize + pair.second.workers + 1)
    // A worker process may have been given what comes after the slice that it works on.
    let ahead =
      pair.second.kind == .process
      ? pair.second.workers * max(1, pair.second.maxsize / pair.second.workers) : 0
    let least = second + pair.second.maxsize + pair.first.workers
    #expect((least...least + ahead).contains(first))
    running.child.closeOutput()
    _ = try await running.end()
  }

  @Test(arguments: WorkerKind.allCases, Layout.maxsizes)
  func `a reader that goes away ends an endless run quietly, with no process left`(
    _ kind: WorkerKind,
    _ maxsize: Int
  ) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: maxsize)
    let running = try await Pipeline.start(
      """
      source: {range: {start: 0, stop: 1000000000000000}}
      stages:
        - {id: first, map: identity, \(layout.keys)}
        - {id: second, map: identity, \(layout.keys)}
      """
    )
    try await running.child.readOutput(until: "3\n")
    let workers = running.child.children
    running.child.closeOutput()
    let run = try await running.end()
    #expect(run.outcome.errors.isEmpty)
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }

  @Test(arguments: WorkerKind.allCases)
  func `take ends what feeds it, also a source that is endless or silent`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 7, maxsize: 4)
    let stages = """
      stages:
        - {id: first, map: identity, \(layout.keys)}
        - {filter: {take: 3}, from: first}
      """
    let endless = try await Pipeline.run(
      "source: {range: {start: 0, stop: 1000000000000000}}\n" + stages
    )
    #expect(endless.numbers.count == 3)
    let silent = try await Pipeline.start(stages)
    try await silent.child.send("1\n2\n3\n")
    #expect(try await silent.end().numbers.sorted() == [1, 2, 3])
  }
}

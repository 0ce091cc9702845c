import CommandSupport
import Glibc
import GoldenSupport
import Testing

/// Processes that die, or are stopped, while they have nothing to do.
@Suite struct IdleTests {
  private static let notice =
    "was killed by signal 9 (SIGKILL) while it had nothing to do; another one takes its place"

  @Test func `an idle worker's death is told when it happens, and costs nothing`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": "stages: [{id: add, map: {number.add: 5}, kind: process}]\n"
    ])
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    for round in 1...3 {
      try await child.send("\(round)\n")
      try await child.readOutput(until: "\(round + 5)\n")
      let worker = try #require(child.children.first)
      kill(worker, SIGKILL)
      #expect(try await Child.isGone(worker))
      // Its end is told before there is another element.
      try await child.readErrors(
        until: Array(repeating: "warning: add: worker process 0 \(Self.notice)\n", count: round)
          .joined()
      )
    }
    let outcome = try await child.finish(Array("10\n".utf8))
    #expect(outcome.status == 0 && outcome.text == "6\n7\n8\n15\n", "\(outcome)")
    let report = try #require(ReportCounts(folder.text("report.json")))
    #expect(report.count("restarts", of: "add") == 3)
  }

  @Test func `an idle worker's death ends the run at once where its state is lost with it`()
    async throws
  {
    let spec = """
      stages:
        - filter: cache.distinct
          kind: process
          on_start: {seen: {cache: {}}}

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\na\nb\n")
    try await child.readOutput(until: "a\nb\n")
    kill(try #require(child.children.first), SIGKILL)
    // The input is still open.
    let outcome = try await child.end()
    #expect(outcome.status == 65, "\(outcome)")
    #expect(
      outcome.errors.contains("what its worker kept of earlier elements is lost"),
      "\(outcome)"
    )
  }

  /// Where a plugin's program waits: in a stage of its own, in the one of a source, and where it works
  /// on several elements at once.
  @Test(arguments: ["sync", "thread", "task", "process"])
  func `an idle program's death is told when it happens, and takes its children along`(kind: String)
    async throws
  {
    let spec = """
      plugins:
        - {name: f, command: [sh, -c, 'sleep 45678 & exec sed -u s/a/b/'], framing: lines}
      stages: [{map: f, kind: \(kind)}]

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\n")
    try await child.readOutput(until: "b\n")
    let family = Self.family(of: child.number)
    let program = try #require(family.first { Self.name(of: $0) == "sed" })
    let sleeper = try #require(family.first { Self.name(of: $0) == "sleep" })
    kill(program, SIGKILL)
    try await child.readErrors(until: "the process of `f` \(Self.notice)\n")
    #expect(try await Child.isGone(sleeper))
    let outcome = try await child.finish(Array("aa\n".utf8))
    #expect(outcome.status == 0 && outcome.text == "b\nba\n", "\(outcome)")
  }

  private static func name(of number: Int32) -> String? {
    TextFile.read("/proc/\(number)/comm").map { String(decoding: $0.dropLast(), as: UTF8.self) }
  }

  private static func family(of number: Int32) -> [Int32] {
    Child.children(of: number).flatMap { [$0] + family(of: $0) }
  }

  @Test func `a program that ends in order has nothing told of it`() async throws {
    let spec = """
      plugins: [{name: f, command: [sed, -u, 2q], framing: lines}]
      stages: [{map: f}]

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\n")
    try await child.readOutput(until: "a\n")
    let program = try #require(Self.family(of: child.number).last)
    try await child.send("b\n")
    try await child.readOutput(until: "b\n")
    #expect(try await Child.isGone(program))
    let outcome = try await child.finish()
    #expect(outcome.status == 0 && outcome.text == "a\nb\n", "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
  }

  @Test func `a worker that is stopped before it is given an element does not escape its timeout`()
    async throws
  {
    let child = try await Self.stoppedWorker("on_error: skip")
    try await child.send("2\n")
    let outcome = try await child.finish(Array("3\n".utf8))
    #expect(outcome.status == 0 && outcome.lines == ["1", "3"], "\(outcome)")
    #expect(outcome.errors.contains("took longer than the timeout of 300ms"), "\(outcome)")
  }

  @Test func `a worker that is stopped before a large element is sent to it does not either`()
    async throws
  {
    let child = try await Self.stoppedWorker("on_error: skip")
    let wide = String(repeating: "w", count: 3 << 20)
    let outcome = try await child.finish(Array("\(wide)\n3\n".utf8))
    #expect(outcome.status == 0 && outcome.lines == ["1", "3"], "\(outcome.errors)")
  }

  @Test func `a worker that is stopped before its end is replaced, and on_done runs`() async throws
  {
    let child = try await Self.stoppedWorker("on_done: [{log: 'the end'}]")
    let outcome = try await child.finish()
    #expect(outcome.status == 0 && outcome.lines == ["1"], "\(outcome)")
    #expect(outcome.errors.contains("the end"), "\(outcome)")
  }

  /// A run with one worker process that has had an element and is stopped.
  private static func stoppedWorker(_ more: String) async throws -> Child {
    let spec = "stages: [{map: identity, kind: process, timeout: 300ms, \(more)}]\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("1\n")
    try await child.readOutput(until: "1\n")
    let worker = try #require(child.children.first)
    kill(worker, SIGSTOP)
    try await offPool {
      for _ in 0..<Child.limit {
        let stat = String(decoding: TextFile.read("/proc/\(worker)/stat") ?? [], as: UTF8.self)
        if stat.contains(") T ") { return }
        usleep(1000)
      }
      throw HarnessError("the worker was not stopped")
    }
    return child
  }
}

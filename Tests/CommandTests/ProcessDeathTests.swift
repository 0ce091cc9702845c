import CommandSupport
import Glibc
import Testing

@Suite struct ProcessDeathTests {
  private static let ten = Array((1...10).map { "\($0)\n" }.joined().utf8)

  private static func run(_ stage: String, in folder: Folder? = nil) async throws -> Outcome {
    let folder = try folder ?? Folder()
    try folder.write("stages:\n  - \(stage)\n", to: "spec.yaml")
    return try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: ten
    )
  }

  @Test(arguments: [
    ("segv", "was killed by signal 11 (SIGSEGV)"), ("abort", "was killed by signal 6 (SIGABRT)"),
    ("kill", "was killed by signal 9 (SIGKILL)"), ("exit", "exited with status 3"),
  ])
  func `an element that kills two workers is an error`(_ way: String, _ words: String) async throws
  {
    let outcome = try await Self.run(
      "{map: debug.crash, with: {on: '5', by: \(way)}, kind: process, workers: 2}"
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(
      outcome.errors.contains("stage `debug.crash`: the worker process \(words)"),
      "\(outcome)"
    )
    #expect(outcome.errors.contains("input: standard input:5"), "\(outcome)")
  }

  @Test(arguments: [1, 3]) func `skipping it leaves the others unharmed`(_ workers: Int)
    async throws
  {
    let folder = try Folder()
    let outcome = try await Self.run(
      "{map: {debug.crash: '5'}, kind: process, workers: \(workers), ordered: true, "
        + "on_error: skip}",
      in: folder
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines == ["1", "2", "3", "4", "6", "7", "8", "9", "10"], "\(outcome)")
    let report = folder.text("report.json") ?? ""
    #expect(report.contains("\"restarts\": 2"), "\(report)")
  }

  @Test func `one that kills one worker only passes`() async throws {
    let outcome = try await Self.run(
      "{map: debug.crash, with: {on: '5', once: mark}, kind: process, workers: 2, maxsize: 4}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.compactMap { Int($0) }.sorted() == Array(1...10))
  }

  @Test(.disabled(if: Sanitizer.isOn)) func `a process that takes too much memory dies alone`()
    async throws
  {
    let outcome = try await Self.run(
      "{map: {debug.allocate: '5'}, kind: process, memory: 200MB, on_error: skip}"
    )
    #expect(outcome.lines.count == 9, "\(outcome)")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.split(separator: "\n").allSatisfy {
        $0.hasPrefix("debug.allocate/0: ") || $0.hasPrefix("warning: debug.allocate: ")
      },
      "\(outcome)"
    )
  }

  @Test(.disabled(if: Sanitizer.isOn)) func `the least memory that a spec may give is enough`()
    async throws
  {
    let outcome = try await Self.run("{map: identity, kind: process, memory: 8MiB}")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 10, "\(outcome)")
  }

  @Test func `each element that hangs is timed out`() async throws {
    let outcome = try await Self.run(
      "{map: {debug.hang: '5'}, kind: process, maxsize: 10, timeout: 100ms, on_error: skip}"
    )
    #expect(outcome.lines.count == 9, "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test func `a try that takes too long is tried again`() async throws {
    let folder = try Folder()
    let outcome = try await Self.run(
      "{map: {debug.hang: '5'}, kind: process, maxsize: 10, timeout: 100ms, "
        + "on_error: {retry: {attempts: 3, backoff: 10ms}}}",
      in: folder
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("took longer than the timeout of 100ms"), "\(outcome)")
  }

  /// What a run of three process stages does while a child of it is killed.
  @Test(arguments: [SIGKILL, SIGSEGV, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2])
  func `a worker that is killed from outside costs nothing`(_ signal: Int32) async throws {
    let stage = "  - {map: {number.add: 1}, kind: process, maxsize: 100}\n"
    let folder = try Folder(files: ["spec.yaml": "stages:\n" + stage + stage + stage])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("1\n")
    try await child.readOutput(until: "4\n")
    let workers = child.children
    #expect(workers.count == 3)
    kill(workers[Int.random(in: 0..<workers.count)], signal)
    let outcome = try await child.finish(Array((2...20_000).map { "\($0)\n" }.joined().utf8))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text == (4...20_003).map { "\($0)\n" }.joined())
  }

  @Test(arguments: ["{sleep: 1h}", "{debug.hang: '2'}"])
  func `no child is left behind a run that is killed`(_ transform: String) async throws {
    let spec =
      "stages:\n  - {map: log}\n  - {map: \(transform), kind: process, workers: 3, maxsize: 9}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("1\n2\n3\n")
    try await child.readErrors(until: "log: 3")
    let workers = try await child.children(3)
    #expect(workers.count == 3)
    child.signal(SIGKILL)
    #expect(try await child.end().signal == SIGKILL)
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }

  @Test(arguments: ["{sleep: 1h}", "{debug.hang: '2'}"])
  func `no child is left behind a run that is stopped`(_ transform: String) async throws {
    let spec =
      "stages:\n  - {map: log}\n  - {map: \(transform), kind: process, workers: 3, maxsize: 9}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("1\n2\n3\n")
    try await child.readErrors(until: "log: 3")
    let workers = try await child.children(3)
    child.signal(SIGINT)
    let outcome = try await child.end(signalling: SIGTERM)
    #expect([130, 143].contains(outcome.status), "\(outcome)")
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }

  @Test func `a drain finishes what the processes hold`() async throws {
    let spec = "stages:\n  - {map: {sleep: 100ms}, kind: process, maxsize: 100}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\nb\nc\nd\n")
    try await child.readOutput(until: "a\n")
    child.signal(SIGINT)
    let outcome = try await child.end()
    #expect(outcome.text == "a\nb\nc\nd\n", "\(outcome)")
    #expect(outcome.status == 130)
  }

  @Test func `a closed output ends the run quietly`() async throws {
    let spec = """
      source: {range: {start: 1, stop: 1000000000}}
      stages:
        - {map: {number.add: 1}, kind: process}
      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.readOutput(until: "2\n")
    let workers = child.children
    child.closeOutput()
    let outcome = try await child.end()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }
}

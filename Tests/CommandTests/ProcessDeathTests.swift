import Glibc
import Testing

@Suite struct ProcessDeathTests {
  private static let ten = Array((1...10).map { "\($0)\n" }.joined().utf8)

  private static func run(_ stage: String, in folder: Folder? = nil) throws -> Outcome {
    let folder = try folder ?? Folder()
    try folder.write("stages:\n  - \(stage)\n", to: "spec.yaml")
    return try Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: ten
    )
  }

  @Test(arguments: [
    ("segv", "was killed by signal 11 (SIGSEGV)"), ("abort", "was killed by signal 6 (SIGABRT)"),
    ("kill", "was killed by signal 9 (SIGKILL)"), ("exit", "exited with status 3"),
  ])
  func `an element that kills two workers is an error`(_ way: String, _ words: String) throws {
    let outcome = try Self.run(
      "{map: debug.crash, with: {on: '5', by: \(way)}, kind: process, workers: 2}"
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(
      outcome.errors.contains("stage `debug.crash`: the worker process \(words)"),
      "\(outcome)"
    )
    #expect(outcome.errors.contains("input: standard input:5"), "\(outcome)")
  }

  @Test(arguments: [1, 3]) func `skipping it leaves the others unharmed`(_ workers: Int) throws {
    let folder = try Folder()
    let outcome = try Self.run(
      "{map: {debug.crash: '5'}, kind: process, workers: \(workers), ordered: true, "
        + "on_error: skip}",
      in: folder
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines == ["1", "2", "3", "4", "6", "7", "8", "9", "10"], "\(outcome)")
    let report = folder.text("report.json") ?? ""
    #expect(report.contains("\"restarts\": 2"), "\(report)")
  }

  @Test func `one that kills one worker only passes`() throws {
    let outcome = try Self.run(
      "{map: debug.crash, with: {on: '5', once: mark}, kind: process, workers: 2, maxsize: 4}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.compactMap { Int($0) }.sorted() == Array(1...10))
  }

  @Test func `a process that takes too much memory dies alone`() throws {
    let outcome = try Self.run(
      "{map: {debug.allocate: '5'}, kind: process, memory: 200MB, on_error: skip}"
    )
    #expect(outcome.lines.count == 9, "\(outcome)")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("debug.allocate/0: ") },
      "\(outcome)"
    )
  }

  @Test func `each element that hangs is timed out`() throws {
    let outcome = try Self.run(
      "{map: {debug.hang: '5'}, kind: process, maxsize: 10, timeout: 100ms, on_error: skip}"
    )
    #expect(outcome.lines.count == 9, "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test func `a try that takes too long is tried again`() throws {
    let folder = try Folder()
    let outcome = try Self.run(
      "{map: {debug.hang: '5'}, kind: process, maxsize: 10, timeout: 100ms, "
        + "on_error: {retry: {attempts: 3, backoff: 10ms}}}",
      in: folder
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("took longer than the timeout of 100ms"), "\(outcome)")
  }

  /// What a run of three process stages does while a child of it is killed.
  @Test(arguments: [SIGKILL, SIGSEGV, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2])
  func `a worker that is killed from outside costs nothing`(_ signal: Int32) throws {
    let stage = "  - {map: {number.add: 1}, kind: process, maxsize: 100}\n"
    let folder = try Folder(files: ["spec.yaml": "stages:\n" + stage + stage + stage])
    let child = try Child(["run", "spec.yaml"], in: folder)
    child.send("1\n")
    try child.readOutput(until: "4\n")
    let workers = child.children
    #expect(workers.count == 3)
    kill(workers[Int.random(in: 0..<workers.count)], signal)
    let outcome = try child.finish(Array((2...20_000).map { "\($0)\n" }.joined().utf8))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text == (4...20_003).map { "\($0)\n" }.joined())
  }

  @Test(arguments: ["{sleep: 60s}", "{debug.hang: '2'}"])
  func `no child is left behind a run that is killed`(_ transform: String) throws {
    let spec =
      "stages:\n  - {map: log}\n  - {map: \(transform), kind: process, workers: 3, maxsize: 9}\n"
    let child = try Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    child.send("1\n2\n3\n")
    try child.readErrors(until: "log: 3")
    let workers = child.children(3)
    #expect(workers.count == 3)
    child.signal(SIGKILL)
    #expect(try child.end().signal == SIGKILL)
    for worker in workers { #expect(Child.isGone(worker)) }
  }

  @Test(arguments: ["{sleep: 60s}", "{debug.hang: '2'}"])
  func `no child is left behind a run that is stopped`(_ transform: String) throws {
    let spec =
      "stages:\n  - {map: log}\n  - {map: \(transform), kind: process, workers: 3, maxsize: 9}\n"
    let child = try Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    child.send("1\n2\n3\n")
    try child.readErrors(until: "log: 3")
    let workers = child.children(3)
    child.signal(SIGINT)
    child.signal(SIGTERM)
    let outcome = try child.end()
    #expect([130, 143].contains(outcome.status), "\(outcome)")
    for worker in workers { #expect(Child.isGone(worker)) }
  }

  @Test func `a drain finishes what the processes hold`() throws {
    let spec = "stages:\n  - {map: {sleep: 100ms}, kind: process, maxsize: 100}\n"
    let child = try Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    child.send("a\nb\nc\nd\n")
    try child.readOutput(until: "a\n")
    child.signal(SIGINT)
    let outcome = try child.end()
    #expect(outcome.text == "a\nb\nc\nd\n", "\(outcome)")
    #expect(outcome.status == 130)
  }

  @Test func `a closed output ends the run quietly`() throws {
    let spec = """
      source: {range: {start: 1, stop: 1000000000}}
      stages:
        - {map: {number.add: 1}, kind: process}
      """
    let child = try Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try child.readOutput(until: "2\n")
    let workers = child.children
    child.closeOutput()
    let outcome = try child.end()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
    for worker in workers { #expect(Child.isGone(worker)) }
  }
}

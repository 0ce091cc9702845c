import CommandSupport
import Glibc
import Testing

@Suite struct ProcessTests {
  private static func run(
    _ stages: String,
    _ input: ClosedRange<Int> = 1...100,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Swpipe.run(
      "run",
      "spec.yaml",
      input: input.map { "\($0)\n" }.joined(),
      files: ["spec.yaml": "stages:\n" + stages],
      environment: environment
    )
  }

  @Test func `each worker is a process of its own`() async throws {
    let outcome = try await Self.run(
      "  - {map: debug.worker, kind: process, workers: 3, maxsize: 3}\n"
    )
    #expect(outcome.status == 0, "\(outcome)")
    let pairs = Set(outcome.lines.map { $0.replacing(/"thread":\d+,/, with: "") })
    #expect((1...3).contains(pairs.count), "\(pairs)")
    #expect(outcome.lines.count == 100)
  }

  @Test func `a sync stage behind runs in the same process`() async throws {
    let outcome = try await Self.run(
      "  - {map: identity, kind: process}\n  - {map: debug.worker, kind: sync}\n",
      1...1
    )
    let child = try #require(outcome.text.firstMatch(of: /"pid":(\d+),"thread":(\d+)/))
    #expect(child.1 == child.2)
    #expect(outcome.text.contains("\"kind\":\"sync\""))
  }

  @Test(arguments: [1, 2, 7], [0, 1, 4])
  func `nothing is lost or doubled, and ordered keeps the order`(
    _ workers: Int,
    _ maxsize: Int
  ) async throws {
    for isOrdered in [false, true] {
      let stage =
        "  - {map: {number.add: 1}, kind: process, workers: \(workers), maxsize: \(maxsize), "
        + "ordered: \(isOrdered)}\n"
      let outcome = try await Self.run(stage + stage, 1...300)
      #expect(outcome.status == 0, "\(outcome)")
      let numbers = outcome.lines.compactMap { Int($0) }
      #expect((isOrdered ? numbers : numbers.sorted()) == Array(3...302))
    }
  }

  /// Each direction carries more than a socket holds, at once.
  @Test func `large elements fill both directions and go on`() async throws {
    let stage = "  - {map: identity, kind: process, maxsize: 30}\n"
    let lines = (1...60).map { String(repeating: "\($0) ", count: 40_000) }
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: lines.joined(separator: "\n"),
      files: ["spec.yaml": "stages:\n" + stage + stage]
    )
    #expect(outcome.status == 0)
    #expect(outcome.lines.map(String.init) == lines)
  }

  @Test func `processes, tasks and threads in one chain`() async throws {
    let stages = ["process", "task", "thread", "sync", "process"].map { kind in
      "  - {map: {number.add: 1}, kind: \(kind)\(kind == "sync" ? "" : ", maxsize: 4")}\n"
    }
    let outcome = try await Self.run(stages.joined(), 1...500)
    #expect(outcome.lines.compactMap { Int($0) }.sorted() == Array(6...505), "\(outcome)")
  }

  @Test func `an element's own error travels back with its place`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "1\n2\nx\n4\n",
      files: ["spec.yaml": "stages:\n  - {map: {number.add: 1}, kind: process}\n"]
    )
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("\"x\" is not a number"), "\(outcome)")
    #expect(outcome.errors.contains("input: standard input:3"), "\(outcome)")
    #expect(outcome.errors.contains("spec: spec.yaml:2:12"), "\(outcome)")
  }

  @Test func `dead letters of a process and of the sync stage behind it`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      stages:
        - {map: {number.add: 1}, kind: process, on_error: dead_letter}
        - {filter: {text.contains: {text: '5', invert: true}}}
        - {map: number.parse, on_error: skip}
      dead_letter: {file: {path: dead.jsonl}}
      """
    ])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("1\nx\n3\n".utf8)
    )
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.lines == ["2", "4"], "\(outcome)")
    let letter = folder.text("dead.jsonl") ?? ""
    #expect(letter.contains("\"input\":\"x\"") && letter.contains("\"line\":2"), "\(letter)")
  }

  @Test func `take ends a run whose source is endless`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      files: [
        "spec.yaml": """
        source: {range: {start: 1, stop: 1000000000}}
        stages:
          - {map: {number.add: 1}, kind: process, maxsize: 10}
          - filter: {take: 5}
        """
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines == ["2", "3", "4", "5", "6"], "\(outcome)")
  }

  @Test func `log lines of worker processes are among those of the run`() async throws {
    let outcome = try await Self.run("  - {each: {log: 'has {{ . }}'}, kind: process}\n", 1...50)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.sorted() == (1...50).map { "info: log: has \($0)" }.sorted(), "\(outcome)")
  }

  @Test func `a worker process that is started by hand says what it is`() async throws {
    for arguments in [["worker"], ["worker", "1"], ["worker", "x"]] {
      let outcome = try await Swpipe.run(arguments, in: Folder())
      #expect(outcome.status == 2, "\(outcome)")
      #expect(outcome.errors.contains("kind: process"), "\(outcome)")
    }
  }
}

import CommandSupport
import Glibc
import Testing

/// Outputs that take nothing.
@Suite struct FullDiskTests {
  private static let numbers = Array((1...2000).map { "\($0)\n" }.joined().utf8)

  private static func run(_ spec: String, _ options: String...) async throws -> Outcome {
    try await Swpipe.run(
      ["run", "spec.yaml"] + options,
      in: Folder(files: ["spec.yaml": spec]),
      input: numbers
    )
  }

  static let kinds = ["sync", "thread", "task", "process"]

  @Test(arguments: kinds) func `a full standard output ends the run with 74`(kind: String)
    async throws
  {
    let spec = "stages:\n  - {map: {number.add: 1}, kind: \(kind)}\n"
    let child = try await Child(
      ["run", "spec.yaml"],
      in: Folder(files: ["spec.yaml": spec]),
      standardOutput: open("/dev/full", O_WRONLY | O_CLOEXEC)
    )
    let outcome = try await child.finish(Self.numbers)
    #expect(outcome.status == 74, "\(outcome)")
    #expect(
      outcome.errors.contains("cannot write standard output: no space left on device"),
      "\(outcome)"
    )
    #expect(try await Child.areWorkersGone(of: [child.number]))
  }

  @Test(arguments: kinds) func `a file on a full disk ends the run with 74`(kind: String)
    async throws
  {
    let outcome = try await Self.run(
      """
      stages:
        - {map: {number.add: 1}, kind: \(kind)}
      sink: {file: {path: /dev/full, append: true}}

      """
    )
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("/dev/full: no space left on device"), "\(outcome)")
  }

  @Test(arguments: kinds) func `dead letters that cannot be kept end the run with 74`(kind: String)
    async throws
  {
    // All but a few fail.
    let outcome = try await Self.run(
      """
      stages:
        - {map: {text.extract: '(?<x>^7..$)'}, on_error: dead_letter, kind: \(kind)}
      dead_letter: {file: {path: /dev/full, append: true}}

      """
    )
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("no space left on device"), "\(outcome)")
  }

  @Test(arguments: kinds, ["fail", "skip", "dead_letter", "{retry: 2, then: skip}"])
  func `a resource on a full disk ends the run with 69, whatever an element's error does`(
    kind: String,
    policy: String
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      stages:
        - {map: file.append, kind: \(kind), on_error: \(policy), on_start: {out: {file: /dev/full}}}
      dead_letter: {file: dead.jsonl}

      """
    ])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: Self.numbers
    )
    #expect(outcome.status == 69, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "stage `file.append`: cannot append to /dev/full: no space left on device"
      ),
      "\(outcome)"
    )
    let report = try #require(ReportCounts(folder.text("report.json")))
    #expect(report.unbalanced.isEmpty, "\(report.unbalanced)")
    #expect((folder.text("dead.jsonl") ?? "").isEmpty)
  }

  @Test func `a report that cannot be written ends a run with 74 that was done`() async throws {
    let outcome = try await Self.run("stages:\n  - map: identity\n", "--report", "/dev/full")
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("cannot write the report to /dev/full"), "\(outcome)")
    #expect(outcome.lines.count == 2000)
  }

  /// The relay of a worker process's lines, the log and the messages have nowhere to go.
  @Test(arguments: kinds) func `a standard error that nobody reads changes nothing`(kind: String)
    async throws
  {
    let spec = "stages:\n  - {map: log, kind: \(kind)}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    child.closeErrors()
    let outcome = try await child.finish(Self.numbers)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == Self.numbers)
  }

  @Test(arguments: kinds) func `a run without standard error works and fails as any other`(
    kind: String
  ) async throws {
    let spec = "stages:\n  - {map: log, kind: \(kind)}\n  - {map: {number.add: 0}}\n"
    let folder = try Folder(files: ["spec.yaml": spec])
    let good = try await Child(["run", "spec.yaml"], in: folder, closed: [2])
      .finish(Self.numbers)
    #expect(good.status == 0, "\(good)")
    #expect(good.output == Self.numbers)
    let bad = try await Child(["run", "spec.yaml"], in: folder, closed: [2])
      .finish(Array("1\nx\n".utf8))
    #expect(bad.status == 65, "\(bad)")
  }
}

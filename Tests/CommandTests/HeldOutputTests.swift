import CommandSupport
import Glibc
import GoldenSupport
import Testing

/// What flat_maps whose elements may yet fail give, past what memory may hold.
///
/// A memory limit of 4 MiB lets each worker hold one.
@Suite struct HeldOutputTests {
  private static let words = (0..<30_000).map { "\($0)-" + String(repeating: "x", count: 94) }

  /// Runs a spec of these stages on one line of 3 MB.
  private static func run(
    _ stages: [String],
    environment: [String: String] = [:]
  ) async throws -> (outcome: Outcome, report: String) {
    let spec = "limits: {memory: 4MiB}\nstages:\n" + stages.map { "  - \($0)\n" }.joined()
    let folder = try Folder(files: ["spec.yaml": spec])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: Array((words.joined(separator: " ") + "\n").utf8),
      environment: environment
    )
    return (outcome, folder.text("report.json") ?? "")
  }

  /// The child gives three parts before it dies; its stage may drop elements, so none was shown.
  @Test func `a process that dies behind much output is replaced and nothing is doubled`()
    async throws
  {
    let (outcome, report) = try await Self.run([
      "{flat_map: {text.split: ' '}, kind: process, on_error: skip}",
      "{map: debug.crash, with: {on: '\(Self.words[29_999])', once: mark}}",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text == Self.words.joined(separator: "\n") + "\n")
    #expect(report.contains("\"restarts\": 1"), "\(report)")
    #expect(report.contains("\"emitted\": 30000"), "\(report)")
  }

  @Test func `an element that kills its process each time shows nothing of what it gave`()
    async throws
  {
    let (outcome, report) = try await Self.run([
      "{flat_map: {text.split: ' '}, kind: process, on_error: skip}",
      "{map: debug.crash, with: {on: '\(Self.words[29_999])'}}",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(report.contains("\"skipped\": 1"), "\(report)")
  }

  @Test func `without a policy output is handed on early, and then a death cannot be undone`()
    async throws
  {
    let (outcome, _) = try await Self.run([
      "{flat_map: {text.split: ' '}, kind: process}",
      "{map: debug.crash, with: {on: '\(Self.words[29_999])', once: mark}}",
    ])
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("after a part of what its elements gave was handed on"),
      "\(outcome.errors)"
    )
    #expect(Self.words.joined(separator: "\n").utf8.starts(with: outcome.output.dropLast()))
  }

  @Test func `an element of which a part was handed on is not tried again`() async throws {
    let spec =
      "limits: {memory: 4MiB}\nstages:\n  - {flat_map: {text.split: ' '}, kind: process}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send((Self.words + Self.words).joined(separator: " ") + "\n")
    try await child.readOutput(until: Self.words[0])
    // Nobody reads on: the worker is in the middle of handing on, and its process of sending.
    for worker in child.children { kill(worker, SIGKILL) }
    let outcome = try await child.finish()
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("the worker process was killed by signal 9 (SIGKILL)"),
      "\(outcome.errors)"
    )
    let lines = outcome.lines
    #expect(lines.elementsEqual((Self.words + Self.words).prefix(lines.count).map { $0[...] }))
  }

  @Test(arguments: [
    "{flat_map: {text.split: ' '}, kind: thread, on_error: skip}",
    "{flat_map: {text.split: ' '}, kind: task, on_error: skip}",
    "{flat_map: {text.split: ' '}, kind: process, on_error: skip}",
    // One element of 3 MB is more than the parent may hold, though no flat_map.
    "{map: text.upper, kind: process, on_error: skip}",
  ])
  func `a temporary folder that is not there ends the run with 74`(_ stage: String) async throws {
    let (outcome, report) = try await Self.run([stage], environment: ["TMPDIR": "/not/there"])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "the temporary file for held output in /not/there could not be opened: "
          + "no such file or directory"
      ),
      "\(outcome.errors)"
    )
    #expect(outcome.errors.contains("spec: spec.yaml:3:"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(report.contains("\"abandoned\": 1"), "\(report)")
  }

  /// A line of 220 KB gives 200 MB; a worker holds 64 MiB of them, and has room to let that grow.
  @Test(.disabled(if: Sanitizer.isOn), arguments: ["thread", "process"])
  func `200 MB of one element take no more memory than what may be held of it`(_ kind: String)
    async throws
  {
    let group = String(repeating: "g", count: 30)
    let pattern = "(?<last>x(?:LAST)?)" + (0..<25).map { "(?<\(group)\($0)>)" }.joined()
    let spec = """
      stages:
        - {flat_map: {text.extract: '\(pattern)'}, kind: \(kind), on_error: skip, maxsize: 1000}
        - {filter: {text.contains: LAST}, kind: thread, maxsize: 100}
        - map: log
      """
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Child(["run", "spec.yaml", "--report", "report.json"], in: folder)
    try await child.send(String(repeating: "x", count: 220_000) + "LAST\n")
    try await child.readErrors(until: "LAST")
    for process in [child.number] + child.children {
      let status = String(
        decoding: TextFile.read("/proc/\(process)/status") ?? [],
        as: UTF8.self
      )
      let peak = try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/)).1
      #expect(try #require(Int(peak)) < 170_000)
    }
    let outcome = try await child.finish()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = folder.text("report.json") ?? ""
    #expect(report.contains("\"emitted\": 220000"), "\(report)")
  }
}

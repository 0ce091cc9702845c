import CommandSupport
import Glibc
import Testing

/// Signals to the whole process group, as a Ctrl-C is, at the moment when swpipe starts a process.
@Suite(.disabled(if: Sanitizer.isOn)) struct GroupSignalTests {
  /// A run that starts processes, and which of them the signal finds.
  struct Scene: CustomTestStringConvertible {
    var name: String
    var spec: String
    var nth: Int
    /// Whether the elements have been read by then.
    var isAtEnd = false

    var testDescription: String { "\(name), start \(nth)" }
  }

  private static let workers =
    "stages: [{map: text.upper, kind: process, workers: 3, maxsize: 9}]\n"
  private static let plugin = """
    plugins: [{name: mark, command: [sed, -u, 's/^/+/'], framing: lines}]
    stages: [{map: mark, workers: 2, maxsize: 9}]

    """
  private static let action = """
    stages:
      - map: text.upper
        on_done: [{command: [sh, -c, 'echo the end']}]

    """
  static let scenes =
    (1...3).map { Scene(name: "worker processes", spec: workers, nth: $0) }
    + (1...2).map { Scene(name: "a plugin's program", spec: plugin, nth: $0) }
    + [Scene(name: "a command of on_done", spec: action, nth: 1, isAtEnd: true)]

  @Test(arguments: scenes, [SIGINT, SIGTERM, SIGHUP])
  func `a run drains whose process has just been started`(scene: Scene, signal: Int32) async throws
  {
    let folder = try Folder(files: ["spec.yaml": scene.spec])
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json", "--drain", "10m"],
      in: folder,
      environment: [
        "LD_PRELOAD": "\(Repository.products)/libSystemCallFaults.so",
        "SWPIPE_FAULT_CALL": "posix_spawn",
        "SWPIPE_FAULT_NTH": "\(scene.nth)",
        "SWPIPE_FAULT_SIGNAL": "\(signal)",
        "SWPIPE_FAULT_MARK": "\(folder.path)/mark",
      ]
    )
    let outcome = try await child.finish(Array("ash\nelm\n".utf8))
    let what: Comment = "\(outcome)"
    #expect(folder.text("mark") != nil, what)
    // At its end a run may be over before the signal is taken.
    let isOver = scene.isAtEnd && outcome.status == 0
    #expect(isOver || outcome.status == (signal == SIGINT ? 130 : 143), what)
    #expect(!outcome.errors.contains("error"), what)
    #expect(try await Child.areWorkersGone(of: [child.number]), what)
    let report = try #require(ReportCounts(folder.text("report.json")), what)
    #expect(report.unbalanced.isEmpty, what)
    #expect(report.units.values.allSatisfy { ($0["abandoned"] ?? 0) == 0 }, what)
    #expect(outcome.lines.count == report.count("in", of: "source"), what)
    if scene.isAtEnd {
      #expect(outcome.lines == ["ASH", "ELM"] && outcome.errors.contains("the end\n"), what)
    }
  }
}

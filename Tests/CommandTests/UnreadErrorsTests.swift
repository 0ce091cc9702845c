import CommandSupport
import Glibc
import Testing

/// Runs whose standard error, or output, is a pipe that nobody reads.
@Suite struct UnreadErrorsTests {
  /// Starts a run whose standard error is full, and waits until nothing happens in it any more.
  private static func start(_ folder: Folder, _ options: String...) async throws -> Child {
    // As much as a pipe holds.
    let fill = "head -c 65536 /dev/zero >&2"
    let command = "\(fill); exec \(Repository.binary) run spec.yaml \"$@\""
    let child = try await Child(["-c", command, "sh"] + options, in: folder, program: "/bin/sh")
    try await child.becomeQuiet()
    return child
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a second signal ends them, with a report that is complete`(_ kind: String) async throws {
    let spec =
      "source: {range: {stop: 1000000}}\nstages:\n  - {map: log, kind: \(kind)}\nsink: discard\n"
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Self.start(folder, "--report", "report.json")
    child.signal(SIGTERM)
    // Its output is left as it is until it has ended.
    for _ in 0..<Child.limit / 250 {
      if try await child.isOver(within: 250) { break }
      child.signal(SIGTERM)
    }
    let outcome = try await child.end()
    #expect(outcome.status == 143, "\(outcome)")
    #expect(folder.text("report.json")?.contains(#""exit": 143"#) == true)
  }

  @Test func `the end of the time to drain ends them after one signal`() async throws {
    let spec = "source: {range: {stop: 1000000}}\nstages:\n  - map: log\nsink: discard\n"
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Self.start(folder, "--drain", "300ms", "--report", "report.json")
    child.signal(SIGTERM)
    #expect(try await child.isOver(within: Int(Child.limit)))
    #expect(try await child.end().status == 143)
    #expect(folder.text("report.json")?.contains(#""exit": 143"#) == true)
  }

  @Test func `a failure has its report before anybody reads what it says`() async throws {
    let spec = "source: {values: [x]}\nstages:\n  - map: {number.add: 1}\nsink: discard\n"
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Self.start(folder, "--report", "report.json", "--drain", "0")
    // It waits for a reader without limit.
    #expect(folder.text("report.json")?.contains(#""exit": 65"#) == true)
    #expect(try await child.isOver(within: 100) == false)
    let outcome = try await child.end()
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("is not a number"), "\(outcome.errors.suffix(200))")
  }
}

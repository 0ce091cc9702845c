import CommandSupport
import Glibc
import Testing

/// What `on_done` has started when the run stops.
@Suite struct StoppedEndTests {
  /// Its command says so only where the process that has started it is there still.
  private static let action = "command: [sh, -c, 'sleep 1; test -e /proc/$PPID/exe && echo ended']"

  @Test(arguments: ["thread", "task", "process"])
  func `a run that fails waits for the commands of its workers' ends`(kind: String) async throws {
    let spec = """
      stages:
        - map: {number.add: 1}
          kind: \(kind)
          workers: 3
          on_done: [{\(Self.action)}]

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    // A worker that has not started has no end.
    try await child.becomeQuiet()
    // The input stays open: at its end idle workers come to theirs, and what they run is ended by a
    // stop that comes later.
    try await child.send("1\nx\n")
    let outcome = try await child.end()
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.matches(of: /ended\n/).count == 3, "\(outcome)")
  }

  @Test func `a second signal lets the command of a worker's end come to its own`() async throws {
    let spec = """
      stages:
        - map: {log: here}
        - map: {sleep: 1h}
          kind: thread
          on_done: [{\(Self.action)}]

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("1\n")
    try await child.readErrors(until: "here")
    child.signal(SIGINT)
    let outcome = try await child.end(signalling: SIGTERM)
    #expect(outcome.errors.matches(of: /ended\n/).count == 1, "\(outcome)")
  }
}

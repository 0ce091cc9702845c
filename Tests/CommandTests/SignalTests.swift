import CommandSupport
import Glibc
import Testing

@Suite struct SignalTests {
  private static let passing = "stages:\n  - map: identity\n"

  private static func start(_ spec: String = passing, _ options: String...) async throws -> Child {
    let child = try await Child(
      ["run", "spec.yaml"] + options,
      in: Folder(files: ["spec.yaml": spec])
    )
    try await child.send("one\n")
    try await child.readOutput(until: "one\n")
    return child
  }

  @Test(arguments: [
    (SIGINT, Int32(130), "interrupted"), (SIGTERM, 143, "terminated"), (SIGHUP, 143, "terminated"),
  ])
  func `a first signal ends the source and says what was done`(
    _ signal: Int32,
    _ status: Int32,
    _ word: String
  ) async throws {
    let child = try await Self.start()
    child.signal(signal)
    try await child.readErrors(until: "abandoned\n")
    let outcome = try await child.end()
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.errors.contains("\(word) after"), "\(outcome)")
    #expect(outcome.errors.contains("1 element in, 1 out, 0 abandoned"), "\(outcome)")
  }

  @Test func `what is under way is finished after a first signal`() async throws {
    let spec = "stages:\n  - {map: {sleep: 200ms}, kind: thread, maxsize: 100}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\nb\nc\nd\n")
    try await child.readOutput(until: "a\n")
    child.signal(SIGINT)
    let outcome = try await child.end()
    #expect(outcome.text == "a\nb\nc\nd\n", "\(outcome)")
    #expect(outcome.status == 130)
  }

  @Test func `a second signal stops at once`() async throws {
    let spec = "stages:\n  - map: {log: here}\n  - {map: {sleep: 1h}, kind: thread, maxsize: 9}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\nb\n")
    try await child.readErrors(until: "here")
    child.signal(SIGINT)
    let outcome = try await child.end(signalling: SIGTERM)
    #expect(outcome.status == 130 || outcome.status == 143, "\(outcome)")
  }

  @Test func `signals at one moment are one, and let the run drain`() async throws {
    let spec = """
      stages:
        - map: {log: 'read {{ . }}'}
        - {map: {sleep: 100ms}, kind: thread, maxsize: 9}

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\nb\nc\nd\n")
    try await child.readErrors(until: "read d")
    // They are there all at once when it goes on.
    for signal in [SIGSTOP, SIGTERM, SIGHUP, SIGINT, SIGCONT] { child.signal(signal) }
    let outcome = try await child.end()
    #expect(outcome.text == "a\nb\nc\nd\n", "\(outcome)")
    #expect(outcome.errors.contains("4 elements in, 4 out, 0 abandoned"), "\(outcome)")
    #expect(outcome.status == 143 || outcome.status == 130)
  }

  @Test func `the time to drain is limited`() async throws {
    let spec = "stages:\n  - map: {log: here}\n  - {map: {sleep: 1h}, kind: thread, maxsize: 9}\n"
    let child = try await Child(
      ["run", "spec.yaml", "--drain", "50ms"],
      in: Folder(files: ["spec.yaml": spec])
    )
    try await child.send("a\n")
    try await child.readErrors(until: "here")
    child.signal(SIGTERM)
    try await child.readErrors(until: "the time to drain is over")
    let outcome = try await child.end()
    #expect(outcome.status == 143)
    #expect(
      outcome.errors.contains("1 element was given up: the time to drain, 50ms, was over"),
      "\(outcome)"
    )
  }

  @Test func `a first signal says what is under way, how long it has, and what a second does`()
    async throws
  {
    let spec = "stages:\n  - map: {log: 'saw {{ . }}'}\n  - {map: {sleep: 1h}, kind: thread}\n"
    let child = try await Child(
      ["run", "spec.yaml", "--drain", "50m"],
      in: Folder(files: ["spec.yaml": spec])
    )
    try await child.send("kiwi\nplum\nfig\n")
    try await child.readErrors(until: "saw fig")
    child.signal(SIGTERM)
    try await child.readErrors(until: "a second signal stops now")
    let outcome = try await child.end(signalling: SIGTERM)
    #expect(
      outcome.errors.contains(
        "draining: 3 elements are under way; they have up to 50m, and 5m to leave their source;"
      ),
      "\(outcome)"
    )
    #expect(
      outcome.errors.contains("3 elements were given up: a second signal came"),
      "\(outcome)"
    )
  }

  @Test func `a drain without limit says so`() async throws {
    let spec = "stages:\n  - map: {log: 'saw {{ . }}'}\n  - {map: {sleep: 1h}, kind: task}\n"
    let child = try await Child(
      ["run", "spec.yaml", "--drain", "0"],
      in: Folder(files: ["spec.yaml": spec])
    )
    try await child.send("kiwi\n")
    try await child.readErrors(until: "saw kiwi")
    child.signal(SIGINT)
    try await child.readErrors(
      until: "1 element is under way; it has as long as it takes; a second signal stops now"
    )
    #expect(try await child.end(signalling: SIGINT).status == 130)
  }

  @Test func `what a source gives up in a sync stage is said, and why`() async throws {
    let spec = "stages:\n  - map: {log: 'saw {{ . }}'}\n  - map: {sleep: 100ms}\n"
    let child = try await Child(
      ["run", "spec.yaml", "--drain", "10s", "--report", "report.json"],
      in: Folder(files: ["spec.yaml": spec])
    )
    try await child.send((1...300).map { "\($0)\n" }.joined())
    try await child.readErrors(until: "saw 2\n")
    child.signal(SIGTERM)
    let outcome = try await child.end()
    let late = try #require(
      outcome.errors.firstMatch(of: #/(\d+) elements were given up: no stage had room within 1s/#),
      "\(outcome)"
    )
    #expect(outcome.errors.contains(", \(late.1) abandoned"), "\(outcome)")
    #expect(!outcome.errors.contains("a second signal came"), "\(outcome)")
  }

  @Test func `USR1 shows the counts so far and nothing ends`() async throws {
    let child = try await Self.start()
    child.signal(SIGUSR1)
    try await child.readErrors(until: "identity")
    try await child.send("two\n")
    try await child.readOutput(until: "two\n")
    let outcome = try await child.finish()
    #expect(outcome.errors.contains("spec: "), "\(outcome)")
    #expect(outcome.errors.contains("1 element in"), "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test func `a command that runs nothing dies of SIGINT like any other`() async throws {
    let child = try await Child(["validate", "-"], in: Folder())
    // It has started when it has taken what was sent; 128 KiB is more than a pipe holds.
    try await child.send(String(repeating: "# \n", count: 32 << 10))
    child.signal(SIGINT)
    #expect(try await child.end().signal == SIGINT)
  }
}

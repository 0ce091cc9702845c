import CommandSupport
import Testing

/// The conformance kit: good plugins pass it, and each flaw fails the test that is for it.
@Suite struct PluginTestTests {
  private static func report(
    _ flaw: FlawedPlugin.Flaw,
    concurrency: Int = 1,
    _ options: [String] = []
  ) async throws -> (lines: TestLines, outcome: Outcome) {
    let folder = try Folder(files: ["raw.py": FlawedPlugin.script(flaw, concurrency: concurrency)])
    let outcome = try await Swpipe.run(["plugin", "test", "raw.py"] + options, in: folder)
    return (try #require(TestLines(outcome.text), "\(outcome)"), outcome)
  }

  /// All tests, each part of which has the time that a test may wait for something.
  static func whole(
    _ words: [String],
    in folder: Folder,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let child = try await Child(["plugin", "test"] + words, in: folder, environment: environment)
    for part in ["usual elements", "8MiB", "serves 3 workers", "\n1.."] {
      try await child.readOutput(until: part)
    }
    return try await child.finish()
  }

  @Test(arguments: [1, 4])
  func `a plugin without a flaw passes all tests`(_ concurrency: Int) async throws {
    let folder = try Folder(files: ["raw.py": FlawedPlugin.script(.none, concurrency: concurrency)])
    let outcome = try await Self.whole(["raw.py"], in: folder)
    let lines = try #require(TestLines(outcome.text), "\(outcome)")
    #expect(lines.failed.isEmpty, "\(outcome)")
    #expect(lines.points.allSatisfy { $0.skipped == nil }, "\(outcome)")
    #expect(lines.points.map(\.number) == Array(1...lines.points.count))
    #expect(lines.plan == lines.points.count)
    #expect(lines.points.contains { $0.name.contains("cancelled") } == (concurrency > 1))
    #expect(outcome.text.contains("it refuses 9: 9 is too much"), "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
    #expect(outcome.status == 0, "\(outcome)")
  }

  struct Expectation: Sendable, CustomTestStringConvertible {
    var flaw: FlawedPlugin.Flaw
    /// A part of the failed test's name, and of what it says.
    var test: String
    var message: String
    var concurrency = 1

    var testDescription: String { flaw.rawValue }
  }

  private static let expectations = [
    Expectation(flaw: .twice, test: "usual elements", message: "answered the id 0 twice"),
    Expectation(flaw: .refuses, test: "usual elements", message: "REFUSED (never)"),
    Expectation(flaw: .fails, test: "fail every element", message: "7 of 7 elements failed: no"),
    Expectation(flaw: .strange, test: "usual elements", message: "which it was not given"),
    Expectation(flaw: .doubled, test: "usual elements", message: "gave 2 elements"),
    Expectation(flaw: .rubbish, test: "usual elements", message: "now at element 2"),
    Expectation(flaw: .dies, test: "usual elements", message: "exited with status 3"),
    Expectation(flaw: .closed, test: "usual elements", message: "closed its standard output"),
    Expectation(flaw: .badJSON, test: "usual elements", message: "is no JSON"),
    Expectation(flaw: .lingers, test: "ends after DONE", message: "still runs a second after"),
    Expectation(flaw: .leaks, test: "leaves nothing behind", message: "left its child `sleep`"),
    Expectation(flaw: .mute, test: "takes `count`", message: "did not say why"),
    Expectation(flaw: .changing, test: "the same manifest", message: "another manifest each time"),
    Expectation(flaw: .anyVersion, test: "refuses versions", message: "it was not offered"),
    Expectation(flaw: .loses, test: "waits for a reader", message: "what is no frame"),
    Expectation(
      flaw: .cancelsTwice,
      test: "cancelled",
      message: "twice",
      concurrency: 4
    ),
  ]

  @Test(arguments: expectations)
  func `a flaw fails the test that is for it`(_ expected: Expectation) async throws {
    let (lines, outcome) = try await Self.report(
      expected.flaw,
      concurrency: expected.concurrency,
      ["--only", expected.test]
    )
    let found = lines.failed.first { $0.name.contains(expected.test) }
    let point = try #require(found, "\(outcome)")
    #expect(point.message.contains(expected.message), "\(outcome)")
    #expect(outcome.status == 1, "\(outcome)")
  }

  @Test(arguments: [
    (FlawedPlugin.Flaw.silent, "usual elements", "did not answer"),
    (.ignoresDone, "ends after DONE", "did not answer DONE within 8s"),
  ])
  func `a plugin that hangs fails within the time limit`(
    _ flaw: FlawedPlugin.Flaw,
    _ test: String,
    _ message: String
  ) async throws {
    let (lines, outcome) = try await Self.report(flaw, ["--timeout", "8s", "--only", test])
    let point = try #require(lines.failed.first { $0.name.contains(test) }, "\(outcome)")
    #expect(point.message.contains(message), "\(outcome)")
    #expect(outcome.status == 1, "\(outcome)")
  }

  @Test func `a plugin without a right manifest fails at once, with 69`() async throws {
    let (lines, outcome) = try await Self.report(.wrongManifest)
    #expect(lines.points.count == 1, "\(outcome)")
    #expect(lines.failed.first?.message.contains("`transforms[0].operators[0]`") == true)
    #expect(lines.hasBailedOut)
    #expect(outcome.status == 69, "\(outcome)")
  }

  @Test(arguments: [
    (["nothing.py"], "there is no file `nothing.py`"),
    (["./nothing"], "there is no file `./nothing`"),
    (["no-such-program", "-x"], "there is no program `no-such-program`"),
    (["broken.so"], "broken.so"),
  ])
  func `what is no plugin at all is 69`(_ words: [String], _ message: String) async throws {
    let folder = try Folder(files: ["broken.so": "no library"])
    let outcome = try await Swpipe.run(["plugin", "test"] + words, in: folder)
    #expect(outcome.errors.contains("the plugin cannot be used: "), "\(outcome)")
    #expect(outcome.errors.contains(message), "\(outcome)")
    #expect(outcome.status == 69, "\(outcome)")
  }

  @Test func `arguments and elements of the command line are used`() async throws {
    let (lines, outcome) = try await Self.report(
      .none,
      ["--arguments", #"{"count": 9}"#, "--only", "usual elements"]
    )
    let point = lines.points.first { $0.name.contains("usual elements") }
    #expect(point?.skipped?.contains("9 is too much") == true, "\(outcome)")
    // A transform that never starts does not pass.
    #expect(lines.failed.map(\.name) == ["raw.same: does not fail every element"], "\(outcome)")
    #expect(lines.failed.first?.message.contains("it does not start: 9 is too much") == true)
    #expect(outcome.status == 1, "\(outcome)")

    let (given, _) = try await Self.report(
      .none,
      ["--element", "one", "--element", "two", "--only", "given elements"]
    )
    #expect(given.points.contains { $0.name.contains("answers the given elements") })
    // What chooses the test without them does so with them.
    let (usual, _) = try await Self.report(.none, ["--element", "one", "--only", "usual elements"])
    #expect(usual.points.contains { $0.name.contains("answers the given elements") })
  }

  @Test func `a choice of tests that chooses none is a usage error and names some`() async throws {
    let folder = try Folder(files: ["raw.py": FlawedPlugin.script(.none)])
    let outcome = try await Swpipe.run(
      ["plugin", "test", "raw.py", "--only", "usaul"],
      in: folder
    )
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.text.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains("error: no test has `usaul` in its name"), "\(outcome)")
    #expect(outcome.errors.contains("\n      two processes give the same manifest\n"), "\(outcome)")
  }

  @Test(arguments: [
    (#"{"cuont": 1}"#, "did you mean `count`?", 69),
    (#"{"count": 10}"#, "out of bounds", 69),
    ("[1]", "--arguments", 2),
  ])
  func `arguments that cannot be are an error`(
    _ arguments: String,
    _ part: String,
    _ status: Int32
  ) async throws {
    let folder = try Folder(files: ["raw.py": FlawedPlugin.script(.none)])
    let outcome = try await Swpipe.run(
      ["plugin", "test", "raw.py", "--arguments", arguments],
      in: folder
    )
    #expect(outcome.errors.contains(part), "\(outcome)")
    #expect(outcome.status == status, "\(outcome)")
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite struct ProcessRunTests {
  private static func run(_ executable: String) throws -> RunReport {
    var pipeline = Pipeline()
    pipeline.executable = executable
    pipeline.add("add", kind: .process, workers: 3)
    return try pipeline.run()
  }

  @Test func `a program that is not there fails the run with 69 and its place`() throws {
    let report = try Self.run("/nowhere/swpipe")
    let failure = try #require(report.failure)
    #expect(failure.status == .resource)
    #expect(failure.message.contains("could not be started: no such file or directory"))
    #expect(failure.place == Pipeline.place)
    #expect(failure.worker?.kind == .process)
  }

  @Test func `a program that always ends at once is not started for ever`() throws {
    let report = try Self.run("/bin/false")
    let failure = try #require(report.failure)
    #expect(failure.status == .resource)
    #expect(failure.message == "the worker process exited with status 1 while it started")
  }

  @Test func `how a process ended is said in words`() {
    #expect(ChildProcess.words(for: 11) == "was killed by signal 11 (SIGSEGV)")
    #expect(ChildProcess.words(for: 3 << 8) == "exited with status 3")
    #expect(ChildProcess.words(for: 40) == "was killed by signal 40")
  }

  @Test func `a worker process sees what it needs of the environment`() {
    var stage = StagePlan(
      id: "a",
      work: .pass,
      inputs: [],
      kind: .process,
      place: Pipeline.place
    )
    #expect(!ChildEnvironment.strings(for: [stage]).contains { $0.hasPrefix("PWD=") })
    #expect(ChildEnvironment.strings(for: [stage]).contains { $0.hasPrefix("PATH=") })
    let template = Template(parts: [.variable("env", [.name("PWD")])])
    stage.work = .transform(
      name: "x",
      .map,
      Arguments(["text": .list([.template(template)])]),
      isInverted: false
    )
    #expect(ChildEnvironment.strings(for: [stage]).contains { $0.hasPrefix("PWD=") })
  }
}

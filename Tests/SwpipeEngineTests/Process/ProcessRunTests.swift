import Glibc
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

  /// A program in the place of a worker process: it says that it has started, takes the frames up to
  /// the one that ends it, says that it is about to end, and dies.
  private static func program(for plan: Plan) throws -> String {
    let order = WorkerOrder.frame(plan: PlanCodec.encode(plan), unit: 1, index: 0, restarts: 0)
    let path = "/tmp/swpipe-test-\(getpid())-\(order.bytes.count)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o700)
    func octal(_ kind: FrameKind) -> String { "\\0" + String(kind.rawValue, radix: 8) }
    let script = """
      #!/bin/sh
      printf '\(octal(.started))\\000' >&3
      head -c \(order.bytes.count + 1) <&3 > /dev/null
      printf '\(octal(.ending))' >&3
      exit 1

      """
    _ = script.withCString { write(descriptor, $0, strlen($0)) }
    close(descriptor)
    return path
  }

  @Test(arguments: [false, true])
  func `a process that dies in its end costs nothing where there was nothing to do`(
    hasAction: Bool
  ) throws {
    var pipeline = Pipeline(count: 0)
    pipeline.add("add", kind: .process)
    if hasAction {
      pipeline.stages[0].onDone = [
        ActionPlan(component: "note", arguments: Arguments(), place: Pipeline.place)
      ]
    }
    pipeline.executable = try Self.program(for: pipeline.plan)
    defer { unlink(pipeline.executable) }
    let report = try pipeline.run()
    #expect(report.exit == (hasAction ? .resource : .done))
    #expect(
      report.failure?.message
        == (hasAction ? "the worker process exited with status 1 in its `on_done`" : nil)
    )
  }

  @Test func `a worker process sees what it needs of the environment`() {
    var stage = StagePlan(
      id: "a",
      work: .pass,
      inputs: [],
      kind: .process,
      place: Pipeline.place
    )
    #expect(!ChildEnvironment.strings(for: [stage], Catalog([])).contains { $0.hasPrefix("PWD=") })
    #expect(ChildEnvironment.strings(for: [stage], Catalog([])).contains { $0.hasPrefix("PATH=") })
    let template = Template(parts: [.variable("env", [.name("PWD")])])
    stage.work = .transform(
      name: "x",
      .map,
      Arguments(["text": .list([.template(template)])]),
      isInverted: false
    )
    #expect(ChildEnvironment.strings(for: [stage], Catalog([])).contains { $0.hasPrefix("PWD=") })
  }
}

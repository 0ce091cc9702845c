import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct FailedRunTests {
  @Test(arguments: PipelineRunTests.shapes)
  func `the first failure stops the run and says where`(shape: PipelineRunTests.Shape) async throws
  {
    try await offPool {
      for kind in [WorkerKind.sync, shape.kind] {
        var pipeline = Pipeline(count: nil, batch: 50)
        pipeline.add(
          "fail",
          kind: kind,
          workers: kind == .sync ? 1 : shape.workers,
          maxsize: kind == .sync ? 0 : shape.maxsize,
          argument: 777
        )
        let report = try pipeline.run()
        #expect(report.exit == .element)
        #expect(report.failure?.message == "777 is bad")
        #expect(report.failure?.elementIndex == ElementIndex([777]))
        #expect(report.failure?.stage == "fail-0")
        #expect(report.stages[0].counts.failed == 1)
        #expect(report.stages[0].counts.isBalanced)
      }
    }
  }

  @Test func `what came before the failing element is written`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 100, batch: 50)
      pipeline.add("fail", kind: .sync, argument: 30)
      _ = try pipeline.run()
      #expect(pipeline.collected.elements == (0..<30).map(String.init))
      #expect(pipeline.collected.state.withLock { $0.end == .failed })
    }
  }

  @Test func `a failure is reported while the source is silent`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 10, isSilentAtEnd: true)
      pipeline.add("fail", argument: 5)
      let report = try pipeline.run()
      #expect(report.exit == .element)
    }
  }

  @Test func `an output that fails ends the run with its message`() async throws {
    try await offPool {
      for call in 1...5 {
        var pipeline = Pipeline(count: 1000, batch: 10)
        pipeline.collected = Collected(failure: (call: call, .output("the disk is full")))
        pipeline.add("add", workers: 2, maxsize: 10)
        let report = try pipeline.run()
        #expect(report.exit == .output)
        #expect(report.failure?.message == "the disk is full")
      }
    }
  }

  @Test func `an input that fails ends the run with its message, whichever read it is`()
    async throws
  {
    try await offPool {
      for call in 1...15 {
        var pipeline = Pipeline(count: 100, batch: 10)
        pipeline.failingRead = call
        pipeline.add("add", workers: 2, maxsize: 10)
        let report = try pipeline.run()
        #expect(report.exit == (call <= 10 ? .input : .done))
      }
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `skipped elements are counted and the others unharmed`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 100, batch: 30)
      pipeline.add("fail", kind: kind, workers: kind == .sync ? 1 : 3, argument: 31)
      pipeline.stages[0].onError = ErrorPolicy(then: .skip)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(report.stages[0].counts.skipped == 1)
      #expect(pipeline.collected.elements.count == 99)
      #expect(!pipeline.collected.elements.contains("31"))
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `a retry that succeeds leaves one element, and one that does not takes its tries`(
    kind: WorkerKind
  ) async throws {
    try await offPool {
      for (failures, exit) in [(2, ExitStatus.done), (9, .element)] {
        var pipeline = Pipeline(count: 20, batch: 8)
        pipeline.add(
          "flaky",
          .flatMap,
          kind: kind,
          workers: kind == .sync ? 1 : 2,
          argument: failures
        )
        pipeline.stages[0].onError = ErrorPolicy(
          retry: .init(attempts: 4, backoff: 1000),
          then: .fail
        )
        let report = try pipeline.run()
        #expect(report.exit == exit)
        guard exit == .done else { continue }
        // Each element emits itself twice, and part of that before it fails.
        #expect(pipeline.collected.elements.count == 40)
        #expect(report.stages[0].counts.kept == 20)
        #expect(report.stages[0].counts.emitted == 40)
      }
    }
  }
}

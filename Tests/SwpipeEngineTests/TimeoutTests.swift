import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct TimeoutTests {
  private static func pipeline(
    _ kind: WorkerKind,
    workers: Int,
    policy: ErrorPolicy,
    isDeaf: Bool = false
  ) -> Pipeline {
    var pipeline = Pipeline(count: 12, batch: 12)
    pipeline.add("hang", kind: kind, workers: workers, argument: isDeaf ? 1 : 0)
    pipeline.stages[0].timeout = 250_000_000
    pipeline.stages[0].onError = policy
    return pipeline
  }

  @Test(arguments: [WorkerKind.thread, .task], [1, 3])
  func `each element that hangs is given up, however many there are`(
    kind: WorkerKind,
    workers: Int
  ) async throws {
    try await offPool {
      let pipeline = Self.pipeline(kind, workers: workers, policy: ErrorPolicy(then: .skip))
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(report.stages[0].counts.skipped == 4)
      #expect(report.stages[0].counts.kept == 8)
      #expect(report.stages[0].restarts == 4)
      let numbers = pipeline.collected.elements.compactMap { Int($0) }.sorted()
      #expect(numbers == (0..<12).filter { $0 % 3 != 2 })
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `an ordered stage keeps its order around what hangs`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Self.pipeline(kind, workers: 3, policy: ErrorPolicy(then: .skip))
      pipeline.stages[0].isOrdered = true
      _ = try pipeline.run()
      let numbers = pipeline.collected.elements.compactMap { Int($0) }
      #expect(numbers == (0..<12).filter { $0 % 3 != 2 })
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `without a policy the first element that hangs stops the run`(
    kind: WorkerKind
  ) async throws {
    try await offPool {
      let report = try Self.pipeline(kind, workers: 1, policy: ErrorPolicy()).run()
      #expect(report.exit == .element)
      #expect(report.failure?.message == "took longer than the timeout of 250ms")
      #expect(report.failure?.elementIndex == ElementIndex([2]))
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `an element that hangs takes all its tries`(kind: WorkerKind) async throws {
    try await offPool {
      let policy = ErrorPolicy(retry: .init(attempts: 3, backoff: 1000), then: .skip)
      let report = try Self.pipeline(kind, workers: 2, policy: policy).run()
      #expect(report.stages[0].counts.skipped == 4)
      #expect(report.stages[0].restarts == 12)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `more stuck workers than the stage has stop the run`(kind: WorkerKind) async throws {
    try await offPool {
      let pipeline = Self.pipeline(
        kind,
        workers: 1,
        policy: ErrorPolicy(then: .skip),
        isDeaf: true
      )
      let report = try pipeline.run()
      #expect(report.exit == .element)
      #expect(report.failure?.help?.contains("kind: process") == true)
    }
  }

  @Test func `a task that waits when the run stops has not taken too long`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 5, batch: 5)
      pipeline.add("doze", kind: .task, workers: 5)
      pipeline.stages[0].timeout = 1_800_000_000_000
      pipeline.stages[0].onError = ErrorPolicy(then: .skip)
      let running = try Running(pipeline.prepare())
      while pipeline.calls.count.load(ordering: .sequentiallyConsistent) < 5 { running.pause() }
      running.run.stop(.interrupted)
      let counts = try running.report().stages[0].counts
      #expect(counts.skipped == 0)
      #expect(counts.abandoned == 5)
    }
  }
}

import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct HeldOutputTests {
  /// Four elements of which each gives more than memory may hold; the number 2 fails `failures` times.
  private static func pipeline(
    _ kind: WorkerKind,
    workers: Int = 1,
    maxsize: Int = 0,
    ordered: Bool = false,
    failures: Int = 0,
    policy: ErrorPolicy = ErrorPolicy(then: .skip)
  ) -> Pipeline {
    var pipeline = Pipeline(count: 4, batch: 4, memory: 4 << 20)
    pipeline.add(
      "burst",
      .flatMap,
      kind: kind,
      workers: workers,
      maxsize: maxsize,
      ordered: ordered,
      argument: failures
    )
    pipeline.stages[0].onError = policy
    return pipeline
  }

  private static func texts(of numbers: [Int]) -> [String] {
    numbers.flatMap { number in (0..<Pipeline.burst).map { Burst.text(number, $0) } }
  }

  static let kinds = [WorkerKind.sync, .thread, .task]

  @Test(arguments: kinds)
  func `what goes through the disk comes out whole and in its order`(kind: WorkerKind) async throws
  {
    try await offPool {
      let pipeline = Self.pipeline(kind)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements == Self.texts(of: Array(0..<4)))
      let last = pipeline.collected.state.withLock { $0.indices.last?.description }
      #expect(last == "(3, \(Pipeline.burst - 1))")
      #expect(report.stages[0].counts.kept == 4)
      #expect(report.stages[0].counts.emitted == 4 * Pipeline.burst)
    }
  }

  @Test(arguments: kinds)
  func `an element that fails shows nothing of what it gave`(kind: WorkerKind) async throws {
    try await offPool {
      let pipeline = Self.pipeline(kind, failures: .max)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements == Self.texts(of: [0, 1, 3]))
      #expect(report.stages[0].counts.skipped == 1)
      #expect(report.stages[0].counts.emitted == 3 * Pipeline.burst)
    }
  }

  @Test(arguments: kinds, [false, true])
  func `an element that is tried again doubles nothing`(kind: WorkerKind, ordered: Bool)
    async throws
  {
    try await offPool {
      let pipeline = Self.pipeline(
        kind,
        workers: kind == .sync ? 1 : 3,
        maxsize: kind == .sync ? 0 : 4,
        ordered: ordered && kind != .sync,
        failures: 2,
        policy: ErrorPolicy(retry: .init(attempts: 3, backoff: 1000))
      )
      let report = try pipeline.run()
      #expect(report.exit == .done)
      let found = pipeline.collected.elements
      let expected = Self.texts(of: Array(0..<4))
      #expect(ordered || kind == .sync ? found == expected : found.sorted() == expected.sorted())
      #expect(report.stages[0].counts.isBalanced)
      #expect(report.stages[0].maxQueued <= 4)
    }
  }

  @Test(arguments: kinds)
  func `a stage that is not to fail softly needs no disk`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Self.pipeline(kind, policy: ErrorPolicy())
      pipeline.temporaryDirectory = "/tmp/is/not/there"
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements.count == 4 * Pipeline.burst)
    }
  }

  @Test(arguments: kinds)
  func `a disk that takes nothing stops the run with its place`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Self.pipeline(kind)
      pipeline.temporaryDirectory = "/tmp/is/not/there"
      let report = try pipeline.run()
      #expect(report.exit == .output)
      #expect(
        report.failure?.message
          == "the temporary file for held output in /tmp/is/not/there could not be opened: "
          + "no such file or directory"
      )
      #expect(report.failure?.stage == "burst-0")
      #expect(report.failure?.place == Pipeline.place)
      #expect(pipeline.collected.elements.isEmpty)
      #expect(report.stages[0].counts.isBalanced)
    }
  }

  @Test(arguments: kinds)
  func `a reader that wants no more ends what comes back from disk`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Self.pipeline(kind)
      pipeline.add("take", .filter, kind: .thread, maxsize: 10, argument: 100)
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements == Array(Self.texts(of: [0]).prefix(100)))
      #expect(report.stages.allSatisfy { $0.counts.isBalanced })
      #expect(report.stages[1].maxQueued <= 10)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `an ordered stage shows much output before its element is done`(kind: WorkerKind)
    async throws
  {
    try await offPool {
      let shut = Futex()
      var pipeline = Pipeline(count: 2, batch: 2)
      pipeline.collected = Collected(gate: shut)
      let count = 2 * Pipeline.burst
      pipeline.add("flood", .flatMap, kind: kind, workers: 2, ordered: true, argument: count)
      pipeline.add("jitter", kind: .thread, maxsize: 200)
      let running = try Running(pipeline.prepare())
      while running.arrived(at: 2) == 0 { running.pause() }
      #expect(running.kept(by: 1) == 0)
      shut.open()
      #expect(try running.report().exit == .done)
      let expected = (0..<2).flatMap { number in (0..<count).map { Burst.text(number, $0) } }
      #expect(pipeline.collected.elements == expected)
    }
  }

  @Test(arguments: kinds)
  func `a stop gives up what is on disk`(kind: WorkerKind) async throws {
    try await offPool {
      let shut = Futex()
      var pipeline = Self.pipeline(kind)
      pipeline.collected = Collected(gate: shut)
      pipeline.add("add", kind: .thread, maxsize: 10)
      let running = try Running(pipeline.prepare())
      // The first element is done, and the sink, which is shut, has taken what it can.
      while running.kept(by: 1) < 1 { running.pause() }
      running.run.stop(.interrupted)
      shut.open()
      let report = try running.report()
      #expect(report.exit == .interrupted)
      #expect(report.stages[0].counts.emitted < 4 * Pipeline.burst)
    }
  }
}

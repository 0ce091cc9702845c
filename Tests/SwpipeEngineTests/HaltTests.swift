import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct HaltTests {
  @Test(arguments: [
    (HaltLimit.count(2), 1, 1, false), (.count(2), 2, 900, true), (.count(2), 3, 900, true),
    (.percent(0), 2, 2, false), (.percent(0), 3, 1_000_000, true),
    (.percent(25), 3, 12, false), (.percent(25), 3, 11, true), (.percent(25), 4, 16, false),
    (.percent(0.5), 5, 1000, false), (.percent(0.5), 5, 999, true), (.percent(100), 7, 7, false),
  ])
  func `a limit is passed from three failures on, by more than its share`(
    limit: HaltLimit,
    failures: Int,
    settled: Int,
    isPassed: Bool
  ) {
    #expect(limit.isPassed(failures: failures, settled: settled) == isPassed)
  }

  @Test(arguments: [WorkerKind.sync, .thread, .task])
  func `where every element fails a share is passed at the third`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: nil, batch: 900)
      pipeline.halt = .percent(90)
      pipeline.add("fail-from", kind: kind, argument: 0)
      pipeline.stages[0].onError = ErrorPolicy(then: .skip)
      let report = try pipeline.run()
      #expect(report.exit == .element)
      #expect(report.stages[0].counts.skipped == 3)
      #expect(report.stages[0].counts.isBalanced)
      #expect(report.failure?.help?.contains("3 of 3 elements have failed") == true)
    }
  }

  @Test(arguments: [(20.0, true), (24, true), (25, false), (80, false)])
  func `a share is of what the stage itself is done with`(percent: Double, isPassed: Bool)
    async throws
  {
    try await offPool {
      // 40 elements, of which 20 reach the second stage, where the last five fail.
      var pipeline = Pipeline(count: 40, batch: 40)
      pipeline.halt = .percent(percent)
      pipeline.add("even", .filter, kind: .sync)
      pipeline.add("fail-from", kind: .sync, argument: 30)
      pipeline.stages[1].onError = ErrorPolicy(then: .skip)
      let report = try pipeline.run()
      #expect(report.exit == (isPassed ? .element : .done))
      // A run that is stopped may not come to the last of them.
      if !isPassed { #expect(report.stages[0].counts.filtered == 20) }
      #expect(report.failure?.stage == (isPassed ? "fail-from-1" : nil))
    }
  }

  @Test(arguments: [
    (HaltLimit.percent(4), true), (.percent(5), false), (.count(3), true), (.count(4), false),
  ])
  func `a limit that no failure was seen to pass is seen at the end`(
    limit: HaltLimit,
    isPassed: Bool
  ) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 57, batch: 10)
      pipeline.halt = limit
      pipeline.add("add", kind: .sync)
      let run = try pipeline.prepare()
      // Three failures that nobody looked at.
      let source = run.control.units[0].counters
      source.arrive(3)
      source.drop(3, as: .skipped)
      let report = run.run()
      #expect(report.exit == (isPassed ? .element : .done))
      if isPassed, case .percent = limit { #expect(report.failure?.stage == "in") }
      #expect(pipeline.collected.elements.count == 57)
      #expect(pipeline.collected.state.withLock { $0.end } == (isPassed ? .failed : .complete))
    }
  }

  @Test(arguments: [Int64(0), 1, 10, 11, 25])
  func `what is taken of a source is all that it counts`(limit: Int64) async throws {
    try await offPool {
      for kind in [WorkerKind.sync, .thread, .task] {
        var pipeline = Pipeline(count: 30, batch: 10, isSilentAtEnd: true)
        pipeline.limit = limit
        pipeline.add("add", kind: kind)
        let report = try pipeline.run()
        #expect(report.exit == .done)
        #expect(report.isComplete)
        #expect(report.sources[0].counts.arrived == Int(limit))
        #expect(report.sources[0].counts.kept == Int(limit))
        #expect(report.stages[0].counts.arrived == Int(limit))
        #expect(pipeline.collected.elements == (0..<Int(limit)).map { String($0 + 1) })
      }
    }
  }

  @Test(arguments: [Int64(20), 21])
  func `an input that breaks behind the limit fails nothing`(limit: Int64)
    async throws
  {
    try await offPool {
      var pipeline = Pipeline(count: 30, batch: 10, failingRead: 3)
      pipeline.limit = limit
      pipeline.add("add", kind: .sync)
      let report = try pipeline.run()
      #expect(report.exit == (limit == 20 ? .done : .input))
      #expect(report.sources[0].counts.arrived == 20)
    }
  }
}

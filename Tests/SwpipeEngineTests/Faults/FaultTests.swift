import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// Everything that can fail, failing at each of its uses.
@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
  static let kinds = [WorkerKind.sync, .thread, .task]

  /// Runs to the end and checks what holds of every run; nil where it was not to be prepared.
  private static func run(_ pipeline: FaultyPipeline, _ what: Comment) throws -> RunReport? {
    let run: PipelineRun
    do {
      run = try pipeline.prepare()
    } catch let failure as RunFailure {
      #expect(failure.message == Fault.message, what)
      #expect(failure.place == Pipeline.place, what)
      // A source that cannot be opened leaves nothing of the sinks that were.
      #expect(pipeline.collected.state.withLock { $0.end } == nil, what)
      return nil
    }
    let report = try Running(run).report()
    for counts in report.sources.map(\.counts) + report.stages.map(\.counts)
      + report.sinks.map(\.counts)
    {
      #expect(counts.isBalanced, what)
    }
    let (elements, end, isAbandoned) = pipeline.collected.state.withLock {
      ($0.elements, $0.end, $0.isAbandoned)
    }
    #expect(!isAbandoned, what)
    let commits = report.exit == .done || report.exit == .found
    #expect((end == .complete) == commits, what)
    #expect(report.isComplete == commits, what)
    #expect(report.elementsOut == elements.count, what)
    #expect(isPart(elements, of: pipeline.expected), "\(what): \(elements)")
    if pipeline.isOrdered { #expect(elements == elements.inOrder, "\(what): \(elements)") }
    let trace = pipeline.fault.trace.withLock { $0 }
    #expect(trace.startedResources == trace.closedResources, what)
    #expect(Set(trace.actions).count == trace.actions.count, what)
    if commits { #expect(trace.actions.sorted() == Array(0..<pipeline.workers), what) }
    return report
  }

  /// Whether each element stands in `whole` as often as in `part`, at least.
  private static func isPart(_ part: [String], of whole: [String]) -> Bool {
    var left: [String: Int] = [:]
    for element in whole { left[element, default: 0] += 1 }
    for element in part { left[element, default: 0] -= 1 }
    return left.values.allSatisfy { $0 >= 0 }
  }

  @Test(arguments: Fault.Point.allCases.filter { $0 != .transform }, kinds)
  func `whatever fails at whichever use ends the run with its status`(
    point: Fault.Point,
    kind: WorkerKind
  ) async throws {
    try await offPool {
      for scope in ResourcePlan.Scope.allCases {
        var nth = 1
        while true {
          let fault = Fault(point, nth: nth)
          let pipeline = FaultyPipeline(kind: kind, scope: scope, fault: fault)
          let what: Comment = "use \(nth), scope \(scope)"
          let report = try Self.run(pipeline, what)
          guard fault.trace.withLock({ $0.hasStruck }) else {
            #expect(report?.exit == .done, what)
            #expect(pipeline.collected.elements.sorted() == pipeline.expected.sorted(), what)
            break
          }
          if let report {
            #expect(report.exit == point.status, what)
            #expect(report.failure?.message == Fault.message, what)
            #expect(report.failure?.place == Pipeline.place, what)
          }
          nth += 1
          try #require(nth < 100)
        }
        #expect(nth > 1, "it is never used")
      }
    }
  }

  @Test(arguments: [SwpipeCore.Operator.map, .filter, .flatMap, .each], kinds)
  func `whichever element fails, its policy decides and the others are unharmed`(
    work: SwpipeCore.Operator,
    kind: WorkerKind
  ) async throws {
    let retry = ErrorPolicy.Retry(attempts: 2, backoff: 1000)
    let policies = [
      (ErrorPolicy(), ExitStatus.element), (ErrorPolicy(then: .skip), .done),
      (ErrorPolicy(then: .deadLetter), .found), (ErrorPolicy(retry: retry), .done),
    ]
    try await offPool {
      for (policy, exit) in policies {
        var nth = 1
        while true {
          let fault = Fault(.transform, nth: nth)
          var pipeline = FaultyPipeline(kind: kind, work: work, policy: policy, fault: fault)
          pipeline.isOrdered = nth % 2 == 0 && kind != .sync && work != .each
          let what: Comment = "use \(nth), policy \(policy)"
          let report = try #require(try Self.run(pipeline, what))
          guard fault.trace.withLock({ $0.hasStruck }) else {
            #expect(report.exit == .done, what)
            break
          }
          #expect(report.exit == exit, what)
          let counts = report.stages[0].counts
          #expect(counts.skipped == (policy.then == .skip ? 1 : 0), what)
          #expect(counts.failed == (policy.then == .skip || policy.retry != nil ? 0 : 1), what)
          #expect(report.deadLetters == (policy.then == .deadLetter ? 1 : 0), what)
          #expect(pipeline.deadLetters.elements.count == report.deadLetters, what)
          if exit != .element {
            let lost = policy.retry != nil || work == .each ? 0 : work == .flatMap ? 2 : 1
            #expect(pipeline.collected.elements.count == pipeline.expected.count - lost, what)
          }
          nth += 1
          try #require(nth < 100)
        }
        #expect(nth > FaultySource.count, "not every element was to fail once")
      }
    }
  }
}

extension [String] {
  /// The numbers in rising order.
  fileprivate var inOrder: [String] {
    compactMap { Int($0) }.sorted().map { "\($0)" }
  }
}

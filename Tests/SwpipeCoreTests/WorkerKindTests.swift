import SwpipeCore
import Testing

/// What the kinds of workers differ in.
@Suite struct WorkerKindTests {
  @Test func `a sync stage alone has no workers of its own`() {
    #expect(WorkerKind.allCases.filter { !$0.hasWorkers } == [.sync])
  }

  @Test func `a worker process alone is isolated`() {
    #expect(WorkerKind.allCases.filter(\.isIsolated) == [.process])
  }

  @Test func `only what has a queue gives elements back to it`() {
    #expect(WorkerKind.allCases.filter(\.takesBack) == [.thread, .process])
    #expect(WorkerKind.allCases.allSatisfy { $0.hasWorkers || !$0.takesBack })
  }

  @Test func `a stage that names no kind has tasks where its transform awaits`() {
    #expect(WorkerKind.own(for: .awaits) == .task)
    for waiting in [Waiting.computes, .blocks, nil] {
      #expect(WorkerKind.own(for: waiting) == .thread)
    }
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Runs under a memory budget that is far too small for what their stages make.
@Suite(.timeLimit(.minutes(10)))
struct MemoryRunTests {
  /// What a batch may hold: the bytes past which a transform is asked to return, and as much again for
  /// an arena that is not full and the elements' ends and indices.
  private static let batchBytes = 1 << 20

  struct Shape: CustomTestStringConvertible {
    var kind: WorkerKind
    var workers: Int
    var isOrdered: Bool
    var testDescription: String { "\(workers) \(kind)\(isOrdered ? ", ordered" : "")" }
  }

  static let shapes = [WorkerKind.sync, .thread, .task].flatMap { kind in
    kind == .sync
      ? [Shape(kind: kind, workers: 1, isOrdered: false)]
      : [
        Shape(kind: kind, workers: 1, isOrdered: false),
        Shape(kind: kind, workers: 3, isOrdered: false),
        Shape(kind: kind, workers: 3, isOrdered: true),
      ]
  }

  @Test(arguments: shapes)
  func `a stage that makes much of little waits for the one behind it`(shape: Shape) async throws {
    try await offPool {
      // 12 MB at least before a stage that does not work.
      let count = max(200, Effort.part(of: 1_000))
      var pipeline = Pipeline(count: count, batch: 50)
      pipeline.memory = 1 << 20
      pipeline.add(
        "flood",
        .flatMap,
        kind: shape.kind,
        workers: shape.workers,
        ordered: shape.isOrdered,
        argument: 60
      )
      pipeline.add("gated")
      pipeline.add("even", .filter)
      let run = try pipeline.prepare()
      let running = try Running(run)
      while !run.control.memory.isWatched, running.arrived(at: 2) < count * 60 { running.pause() }
      #expect(run.control.memory.isWatched, "nobody has waited")
      pipeline.gate.open()
      let report = try running.report()
      #expect(report.exit == .done)
      #expect(report.stages[1].counts.arrived == count * 60)
      #expect(run.control.budget.peak < pipeline.memory + (shape.workers + 2) * 2 * Self.batchBytes)
      #expect(run.control.budget.used == 0)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `those that are ready wait for an earlier element that is not`(kind: WorkerKind)
    async throws
  {
    try await offPool {
      // The element 0 is late, and those behind it become 9 MB at least.
      let count = max(150, Effort.part(of: 500))
      var pipeline = Pipeline(count: count, batch: 1)
      pipeline.memory = 1 << 20
      pipeline.add("late-flood", .flatMap, kind: kind, workers: 4, ordered: true, argument: 60)
      pipeline.add("jitter")
      let run = try pipeline.prepare()
      let running = try Running(run)
      while !run.control.memory.isWatched, running.kept(by: 1) < count - 1 { running.pause() }
      #expect(run.control.memory.isWatched, "nobody has waited")
      pipeline.gate.open()
      let report = try running.report()
      #expect(report.exit == .done)
      #expect(report.elementsOut == count * 60)
      #expect(run.control.budget.peak < pipeline.memory + 6 * 2 * Self.batchBytes)
    }
  }

  @Test(arguments: 0..<Effort.part(of: 120))
  func `whatever the graph and the kinds, every element arrives`(seed: Int) async throws {
    try await offPool {
      let graph = RandomGraph(seed: seed)
      let run = try graph.pipeline.prepare()
      let report = try Running(run).report()
      #expect(report.exit == .done)
      for stage in report.stages { #expect(stage.counts.isBalanced) }
      let isComplete =
        graph.pipeline.collected.elements.map { Int($0) ?? -1 }.sorted() == graph.expected.sorted()
      #expect(isComplete)
      let workers = graph.pipeline.stages.reduce(2) { $0 + $1.workers }
      #expect(run.control.budget.peak < graph.pipeline.memory + workers * 2 * Self.batchBytes)
      #expect(run.control.budget.used == 0)
    }
  }

  @Test(arguments: [WorkerKind.thread, .task])
  func `a stop ends the wait for memory`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: nil, batch: 50)
      pipeline.memory = 1 << 18
      pipeline.add("flood", .flatMap, kind: kind, workers: 2, argument: 60)
      pipeline.add("gated")
      let run = try pipeline.prepare()
      let running = try Running(run)
      while !run.control.memory.isWatched { running.pause() }
      run.stop(.terminated)
      let report = try running.report()
      #expect(report.exit == .terminated)
      for stage in report.stages { #expect(stage.counts.isBalanced) }
    }
  }

  @Test func `a drain ends the wait of a source for memory`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: nil, batch: 50)
      pipeline.memory = 1
      pipeline.add("gated")
      let run = try pipeline.prepare()
      let running = try Running(run)
      while !run.control.memory.isWatched { running.pause() }
      run.interrupt(.interrupted)
      pipeline.gate.open()
      let report = try running.report()
      #expect(report.exit == .interrupted)
      for stage in report.stages { #expect(stage.counts.isBalanced) }
      #expect(report.stages[0].counts.abandoned == 0)
    }
  }
}

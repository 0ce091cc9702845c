import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct SortWorkerTests {
  private static func expectBalance(_ report: RunReport) {
    for stage in report.stages { #expect(stage.counts.isBalanced, "\(stage.id): \(stage.counts)") }
    for sink in report.sinks { #expect(sink.counts.isBalanced) }
  }

  @Test(arguments: PipelineRunTests.shapes)
  func `a merge of branches of different depth comes out by element_index`(
    shape: PipelineRunTests.Shape
  ) async throws {
    try await offPool {
      let count = Effort.part(of: 700)
      var pipeline = Pipeline(count: count, batch: 50)
      pipeline.add(
        "jitter",
        id: "a",
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize
      )
      pipeline.add(
        "triple",
        .flatMap,
        id: "b",
        from: ["a"],
        kind: shape.kind,
        workers: shape.workers,
        maxsize: shape.maxsize
      )
      pipeline.add("add", id: "c", from: ["a"], kind: .sync)
      pipeline.sort(id: "sorted", from: ["b", "c"], maxsize: shape.maxsize)
      let report = try pipeline.run()
      // (i) stands before (i, 0), as a prefix does.
      let expected = (0..<count).flatMap { [$0 + 1, $0, $0 + 1, $0 + 2] }
      #expect(pipeline.collected.elements == expected.map { "\($0)" })
      let indices = pipeline.collected.state.withLock { $0.indices }
      #expect(indices == indices.sorted())
      #expect(report.exit == .done)
      #expect(report.stages[3].counts.kept == 4 * count)
      if shape.maxsize > 0 { #expect(report.stages[3].maxQueued <= shape.maxsize) }
      Self.expectBalance(report)
    }
  }

  @Test func `elements of one index come out by their place in from`() async throws {
    try await offPool {
      for from in [["b", "c", "b"], ["c", "b", "c"]] {
        var pipeline = Pipeline(count: 300, batch: 20)
        pipeline.add("add", id: "b", from: ["in"], workers: 3)
        pipeline.add("jitter", id: "c", from: ["in"], workers: 2, maxsize: 3)
        pipeline.sort(from: from)
        _ = try pipeline.run()
        let expected = (0..<300).flatMap { number in from.map { $0 == "b" ? number + 1 : number } }
        #expect(pipeline.collected.elements == expected.map { "\($0)" })
      }
    }
  }

  @Test func `one input named twice gives each element twice, side by side`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 500, batch: 64)
      pipeline.add("jitter", id: "a", workers: 4)
      pipeline.sort(from: ["a", "a"])
      _ = try pipeline.run()
      #expect(pipeline.collected.elements == (0..<500).flatMap { ["\($0)", "\($0)"] })
    }
  }

  @Test func `what does not fit in memory goes through the disk`() async throws {
    try await offPool {
      let count = max(10_000, Effort.part(of: 40_000))
      var pipeline = Pipeline(count: count, batch: 1000)
      pipeline.memory = 1 << 20
      pipeline.add("slow-jitter", id: "a", workers: 4)
      pipeline.add("triple", .flatMap, id: "b", from: ["a"])
      pipeline.sort(from: ["b", "a"])
      let report = try pipeline.run()
      let expected = (0..<count).flatMap { [$0, $0, $0 + 1, $0 + 2] }
      #expect(pipeline.collected.elements == expected.map { "\($0)" })
      Self.expectBalance(report)
    }
  }

  @Test func `an empty input gives nothing`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 0)
      pipeline.sort(from: ["in", "in"])
      let report = try pipeline.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements.isEmpty)
    }
  }

  @Test func `what reads a sort may be sync stages and several readers`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 200, batch: 30)
      pipeline.sort(id: "s", from: ["in", "in"])
      pipeline.add("even", .filter, id: "e", from: ["s"], kind: .sync)
      pipeline.add("add", id: "f", from: ["s"], workers: 2, maxsize: 4, ordered: true)
      pipeline.sort(id: "t", from: ["f", "e"], maxsize: 1)
      let report = try pipeline.run()
      let expected = (0..<200).flatMap { number -> [Int] in
        let both = [number + 1, number + 1]
        return number % 2 == 0 ? both + [number, number] : both
      }
      #expect(pipeline.collected.elements == expected.map { "\($0)" })
      Self.expectBalance(report)
    }
  }

  @Test(arguments: [WorkerKind.sync, .thread])
  func `a reader that wants no more ends the emission`(kind: WorkerKind) async throws {
    try await offPool {
      var pipeline = Pipeline(count: 20_000, batch: 500)
      pipeline.sort(from: ["in", "in"])
      pipeline.add("take", .filter, kind: kind, maxsize: kind == .sync ? 0 : 8, argument: 5)
      let report = try pipeline.run()
      #expect(pipeline.collected.elements == ["0", "0", "1", "1", "2"])
      #expect(report.exit == .done)
      Self.expectBalance(report)
    }
  }

  @Test func `a failure below stops the emission and what was left is abandoned`() async throws {
    try await offPool {
      for number in [0, 1, 500, 19_999] {
        var pipeline = Pipeline(count: 20_000, batch: 500)
        pipeline.sort(from: ["in", "in"])
        pipeline.add("fail", workers: 2, maxsize: 16, argument: number)
        let report = try pipeline.run()
        #expect(report.exit == .element)
        #expect(report.stages[0].counts.arrived == 40_000)
        Self.expectBalance(report)
      }
    }
  }

  @Test func `a second signal stops the collecting and counts what was given up`() async throws {
    try await offPool {
      var pipeline = Pipeline(count: 50, batch: 10, isSilentAtEnd: true)
      pipeline.sort(from: ["in", "in"])
      let running = try Running(pipeline.prepare())
      // The counts reach 100 when everything is with the sort.
      while running.heldElements < 100 { running.pause() }
      running.run.stop(.terminated)
      let report = try running.report()
      #expect(report.exit == .terminated)
      #expect(report.stages[0].counts.abandoned == 100)
      Self.expectBalance(report)
    }
  }

  @Test func `a sort whose reader is slow stays within the memory budget`() async throws {
    try await offPool {
      let count = max(20_000, Effort.part(of: 30_000))
      var pipeline = Pipeline(count: count, batch: 500)
      pipeline.memory = 1 << 19
      pipeline.sort(from: ["in", "in"])
      pipeline.add("slow-jitter", workers: 2)
      let run = try pipeline.prepare()
      let report = run.run()
      #expect(report.exit == .done)
      #expect(pipeline.collected.elements.count == 2 * count)
      // One batch may be under way past the limit, on either side.
      #expect(run.control.budget.peak < 4 << 19)
      Self.expectBalance(report)
    }
  }
}

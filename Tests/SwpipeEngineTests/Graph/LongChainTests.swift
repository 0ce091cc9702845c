import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Pipelines of so many stages that nothing may call itself, or start over, for each of them.
@Suite struct LongChainTests {
  private static let length = 10_000

  /// A pipeline whose sync stages, one behind the other, add one each.
  private static func chain(behind kind: WorkerKind? = nil) -> Pipeline {
    var pipeline = Pipeline()
    pipeline.count = 20
    if let kind { pipeline.add("add", id: "head", kind: kind) }
    for number in 0..<length { pipeline.add("add", id: "s\(number)", kind: .sync) }
    return pipeline
  }

  private static func texts(_ numbers: Range<Int>, _ added: Int) -> [String] {
    numbers.map { String($0 + added) }
  }

  @Test(arguments: [nil, WorkerKind.thread, .task])
  func `ten thousand sync stages in a row run in one worker`(kind: WorkerKind?) async throws {
    let pipeline = Self.chain(behind: kind)
    let report = try await offPool { try pipeline.run() }
    let added = Self.length + (kind == nil ? 0 : 1)
    #expect(report.exit == .done)
    #expect(pipeline.collected.elements == Self.texts(0..<20, added))
    #expect(report.stages.allSatisfy { $0.counts.arrived == 20 && $0.counts.kept == 20 })
  }

  @Test func `a task on a thread of its own runs ten thousand sync stages`() async throws {
    var pipeline = Self.chain(behind: .task)
    pipeline.stages[0].timeout = 3_600_000_000_000
    _ = try await offPool { [pipeline] in try pipeline.run() }
    #expect(pipeline.collected.elements == Self.texts(0..<20, Self.length + 1))
  }

  @Test func `the last of ten thousand sync stages can end the run`() async throws {
    var pipeline = Self.chain()
    pipeline.count = nil
    pipeline.add("take", .filter, kind: .sync, argument: 5)
    _ = try await offPool { [pipeline] in try pipeline.run() }
    #expect(pipeline.collected.elements == Self.texts(0..<5, Self.length))
  }

  @Test func `a failure at the end of ten thousand sync stages comes behind what went before`()
    async throws
  {
    var pipeline = Self.chain()
    pipeline.add("fail", kind: .sync, argument: Self.length + 4)
    let report = try await offPool { [pipeline] in try pipeline.run() }
    #expect(report.exit == .element)
    #expect(pipeline.collected.elements == Self.texts(0..<4, Self.length))
  }

  @Test func `a slice goes through all that one reader feeds, then through the next reader`()
    async throws
  {
    var pipeline = Pipeline()
    (pipeline.count, pipeline.batch) = (4, 1)
    pipeline.add("triple", .flatMap, id: "t", kind: .sync)
    pipeline.add("add", id: "a", from: ["t"], kind: .sync)
    pipeline.add("add", id: "a2", from: ["a"], kind: .sync)
    pipeline.add("even", .filter, id: "e", from: ["t"], kind: .sync)
    pipeline.add("add", id: "both", from: ["a2", "e"], kind: .sync)
    let report = try await offPool { [pipeline] in try pipeline.run() }
    #expect(report.exit == .done)
    let expected = (0..<4).flatMap { n in
      let tripled = n..<n + 3
      return tripled.map { $0 + 3 } + tripled.filter { $0.isMultiple(of: 2) }.map { $0 + 1 }
    }
    #expect(pipeline.collected.elements == expected.map(String.init))
  }

  @Test func `ten thousand stages with queues learn one from the other that nobody reads any more`()
    async throws
  {
    var pipeline = Pipeline()
    for number in 0..<Self.length { pipeline.add("add", id: "s\(number)") }
    let stop = try SourceStop(watching: []) {}
    // With the stack that a worker has.
    try await offPool { [pipeline] in
      let control = try pipeline.prepare().control
      control.register(stop, for: 0)
      control.laneClosed(Self.length)
    }
    #expect(stop.isStopped)
  }

  @Test func `a lane whose ways meet again and again is found closed at once`() throws {
    var pipeline = Pipeline()
    pipeline.add("even", .filter, id: "m0", kind: .sync)
    for number in 1...60 {
      let before = ["m\(number - 1)"]
      pipeline.add("even", .filter, id: "a\(number)", from: before, kind: .sync)
      pipeline.add("even", .filter, id: "b\(number)", from: before, kind: .sync)
      let both = ["a\(number)", "b\(number)"]
      pipeline.add("even", .filter, id: "m\(number)", from: both, kind: .sync)
    }
    let run = try pipeline.prepare()
    let maker = LaneMaker(control: run.control, catalog: pipeline.catalog, children: nil)
    let lane = try maker.lane(source: 0)
    #expect(!lane.isClosed)
    for target in lane.targets { target.markClosed() }
    #expect(lane.isClosed)
  }
}

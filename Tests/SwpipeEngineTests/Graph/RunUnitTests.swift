import SwpipeCore
import Testing

@testable import SwpipeEngine

/// What a run has for each source, stage and sink of its graph.
@Suite struct RunUnitTests {
  private func units(_ change: (inout Pipeline) -> Void) throws -> [RunUnit] {
    var pipeline = Pipeline()
    change(&pipeline)
    return try pipeline.prepare().control.units
  }

  private func intake(_ unit: RunUnit) throws -> Intake {
    guard case .stage(_, let intake) = unit.role else {
      throw RunFailure(.internalCheck, "\(unit.id) is no stage with workers")
    }
    return intake
  }

  @Test func `units stand in the order of the graph, and only who needs a queue has one`() throws {
    let units = try units { pipeline in
      pipeline.add("add", kind: .sync)
      pipeline.add("even", .filter, kind: .thread)
    }
    #expect(units.map(\.number) == [0, 1, 2, 3])
    #expect(units.map(\.id) == ["in", "add-0", "even-1", "out"])
    #expect(units.map { $0.queue != nil } == [false, false, true, true])
  }

  @Test func `an order is for several workers of an ordered stage`() throws {
    let units = try units { pipeline in
      pipeline.add("add", workers: 1, ordered: true)
      pipeline.add("add", workers: 2)
      pipeline.add("add", workers: 2, maxsize: 7, ordered: true)
      pipeline.add("add", workers: 9, maxsize: 4, ordered: true)
    }
    #expect(try units[1...4].map { try intake($0).order?.window } == [nil, nil, 7, 9])
  }

  @Test func `a worker takes its share of the queue, and of the window`() throws {
    let units = try units { pipeline in
      pipeline.add("add", workers: 4)
      pipeline.add("add", workers: 4, maxsize: 100)
      pipeline.add("add", workers: 4, ordered: true)
    }
    #expect(try units[1...3].map { try intake($0).share } == [Intake.mostAtOnce, 25, 1024])
  }

  @Test func `a sink's queue has the room of the stage that feeds it`() throws {
    for maxsize in [0, 12] {
      let units = try units { $0.add("add", maxsize: maxsize) }
      #expect(units.last?.queue?.maxsize == maxsize)
    }
  }

  @Test func `a worker process has stand-ins for the queues of its parent`() {
    var pipeline = Pipeline()
    pipeline.add("add", kind: .process, maxsize: 5, ordered: true)
    pipeline.add("add", kind: .sync)
    let units = RunUnit.standIns(Topology(pipeline.plan))
    #expect(units.map { $0.queue?.maxsize } == [nil, 0, nil, 0])
    #expect(units.allSatisfy { $0.order == nil })
  }

  @Test func `a sync stage has a worker in each lane of all that feed it`() {
    var pipeline = Pipeline()
    pipeline.add("add", id: "a", from: ["in"], workers: 3)
    pipeline.add("add", id: "b", from: ["in"], workers: 2)
    pipeline.add("add", id: "c", from: ["a", "b"], kind: .sync)
    let topology = Topology(pipeline.plan)
    #expect((0...4).map(topology.lanes(through:)) == [1, 3, 2, 5, 0])
    #expect((0..<3).map { topology.index(of: 3, inWorker: $0, of: 1) } == [0, 1, 2])
    #expect((0..<2).map { topology.index(of: 3, inWorker: $0, of: 2) } == [3, 4])
    #expect(topology.index(of: 1, inWorker: 2, of: 1) == 2)
  }
}

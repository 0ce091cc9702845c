import SwpipeCore
import Testing

@testable import SwpipeEngine

struct TopologyTests {
  private static let place = SourcePlace(file: "test.yaml", line: 1, column: 1)

  private func stage(
    _ id: String,
    _ inputs: [String],
    _ kind: WorkerKind = .thread,
    workers: Int = 1,
    _ work: SwpipeCore.Operator = .map
  ) -> StagePlan {
    StagePlan(
      id: id,
      work: .transform(name: "t", work, Arguments(), isInverted: false),
      inputs: inputs,
      kind: kind,
      workers: workers,
      place: TopologyTests.place
    )
  }

  private func topology(_ stages: [StagePlan], sink: [String], sources: [String] = ["in"])
    -> Topology
  {
    Topology(
      Plan(
        name: "test",
        sources: sources.map {
          SourcePlan(
            id: $0,
            component: "s",
            arguments: Arguments(),
            gives: .text,
            place: TopologyTests.place
          )
        },
        stages: stages,
        sinks: [
          SinkPlan(
            id: "out",
            inputs: sink,
            component: "k",
            arguments: Arguments(),
            place: TopologyTests.place
          )
        ]
      )
    )
  }

  private func edge(_ reader: Int, _ input: Int = 0) -> Topology.Edge {
    Topology.Edge(reader: reader, input: input)
  }

  @Test func `units are sources, then stages, then sinks`() {
    let topology = topology([stage("a", ["in"])], sink: ["a"])
    #expect(topology.units.map(\.id) == ["in", "a", "out"])
    #expect(topology.readers == [[edge(1)], [edge(2)], []])
  }

  @Test func `a chain of sync stages runs in the workers above it`() {
    let topology = topology(
      [
        stage("a", ["in"], .sync), stage("b", ["a"], .sync), stage("c", ["b"], workers: 3),
        stage("d", ["c"], .sync),
      ],
      sink: ["d"]
    )
    #expect(topology.syncStages(below: 0) == [1, 2])
    #expect(topology.targets(below: 0) == [edge(3)])
    #expect(topology.syncStages(below: 3) == [4])
    #expect(topology.targets(below: 3) == [edge(5)])
    #expect(topology.units.indices.map { topology.workers($0) } == [1, 0, 0, 3, 0, 0])
    #expect(
      topology.units.indices.map { topology.isSync($0) } == [false, true, true, false, true, false]
    )
  }

  @Test func `several readers of one stage are fed each`() {
    let topology = topology(
      [stage("a", ["in"]), stage("b", ["a"]), stage("c", ["a"])],
      sink: ["b", "c", "a"]
    )
    #expect(topology.targets(below: 1) == [edge(2), edge(3), edge(4, 2)])
    #expect(topology.targets(below: 2) == [edge(4, 0)])
    #expect(topology.targets(below: 3) == [edge(4, 1)])
  }

  @Test func `a stage named twice feeds two inputs`() {
    let topology = topology([stage("a", ["in", "in"])], sink: ["a"])
    #expect(topology.targets(below: 0) == [edge(1, 0), edge(1, 1)])
  }

  @Test func `where the branches of a diamond are sync each edge is one target`() {
    let topology = topology(
      [
        stage("a", ["in"], .sync), stage("b", ["in"], .sync), stage("c", ["a", "b"], .sync),
        stage("d", ["c", "a"]),
      ],
      sink: ["d"]
    )
    #expect(topology.syncStages(below: 0).sorted() == [1, 2, 3])
    #expect(Set(topology.targets(below: 0)) == [edge(4, 0), edge(4, 1)])
    #expect(topology.targets(below: 0).count == 2)
  }

  @Test func `only an each has effects beside its queues`() {
    let topology = topology(
      [
        stage("a", ["in"]), stage("b", ["a"], .sync, .each), stage("c", ["in"], .sync),
        stage("d", ["c"], .thread, .each),
      ],
      sink: ["a"]
    )
    #expect(topology.hasEffects(1))
    #expect(!topology.hasEffects(0))
    #expect(topology.hasEffects(4))
  }

  @Test func `sources of several names feed what reads them`() {
    let topology = topology([stage("a", ["y", "x"])], sink: ["a"], sources: ["x", "y"])
    #expect(topology.targets(below: 0) == [edge(2, 1)])
    #expect(topology.targets(below: 1) == [edge(2, 0)])
  }
}

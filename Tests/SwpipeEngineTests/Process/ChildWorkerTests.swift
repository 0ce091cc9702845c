import Glibc
import SwpipeCore
import SwpipeSystem
import Synchronization
import Testing

@testable import SwpipeEngine

/// The worker's side of the frames, with a thread in the place of the process.
@Suite struct ChildWorkerTests {
  /// What the actions of a worker were told.
  final class Seen: Sendable {
    let ends = Lock<[(worker: WorkerInfo, status: StageStatus)]>([])
  }

  private let seen = Seen()
  private let catalog: Catalog

  init() {
    let seen = seen
    catalog = Catalog([
      Definition(
        name: "add",
        summary: "",
        examples: [],
        role: .transform(
          TransformRole(operators: [.map], accepts: .any, gives: .same) { _, _, _ in AddOne() }
        )
      ),
      Definition(
        name: "note",
        summary: "",
        examples: [],
        role: .action(
          ActionRole { _, context in
            seen.ends.withLock { $0.append((context.workerInfo, context.stageStatus)) }
          }
        )
      ),
      Definition(
        name: "broken",
        summary: "",
        examples: [],
        role: .resource(
          ResourceRole { (_, _) throws(RunFailure) in throw RunFailure(.resource, "is broken") }
        )
      ),
    ])
  }

  private static func stage(_ id: String, from input: String, _ kind: WorkerKind) -> StagePlan {
    var stage = StagePlan(
      id: id,
      work: .transform(name: "add", .map, Arguments(), isInverted: false),
      inputs: [input],
      kind: kind,
      workers: kind == .sync ? 1 : 3,
      place: Pipeline.place
    )
    stage.onDone = [ActionPlan(component: "note", arguments: Arguments(), place: Pipeline.place)]
    return stage
  }

  private static func plan(_ stages: [StagePlan]) -> Plan {
    Plan(
      name: "test",
      sources: [
        SourcePlan(
          id: "in",
          component: "count",
          arguments: Arguments(),
          gives: .text,
          place: Pipeline.place
        )
      ],
      stages: stages,
      sinks: [
        SinkPlan(
          id: "out",
          inputs: [stages.last?.id ?? "in"],
          component: "collect",
          arguments: Arguments(),
          place: Pipeline.place
        )
      ]
    )
  }

  /// Starts a worker and hands over the parent's side.
  private func start(_ plan: Plan) throws -> (socket: Int32, FrameReader, FrameSender) {
    let (parent, child) = try Descriptor.socketPair().release()
    _ = try WorkerThread(name: "child", events: Parker()) { [catalog] in
      try? WorkerProcess.work({ _ in catalog }, socket: child)
      close(child)
    }
    let sender = FrameSender(socket: parent)
    try sender.send(
      WorkerOrder.frame(plan: PlanCodec.encode(plan), unit: 1, index: 2, restarts: 4)
    )
    return (parent, FrameReader(socket: parent), sender)
  }

  @Test func `a worker adds in two stages and runs on_done with the word of its parent`() throws {
    let plan = Self.plan([
      Self.stage("a", from: "in", .process), Self.stage("b", from: "a", .sync),
    ])
    let topology = Topology(plan)
    let (socket, reader, sender) = try start(plan)
    defer { close(socket) }
    #expect(try reader.kind() == .started)
    #expect(!(try reader.flag()))

    let batch = try #require(Batch.counting(2, from: 5))
    var frame = FrameWriter(.batch)
    frame.put(false)
    frame.put(0)
    frame.put(0)
    frame.put(Slice(batch, 0..<2))
    try sender.send(frame)
    #expect(try reader.kind() == .result)
    let output = try WorkerOutput(
      reader,
      units: 2,
      targets: 1,
      topology,
      budget: MemoryBudget(limit: .max)
    )
    #expect(output.segments.map(\.segment.batch.texts) == [["7", "8"]])
    #expect(output.changes.map(\.kept) == [2, 2])
    #expect(output.changes.map(\.arrived) == [0, 2])
    #expect(!(try reader.flag()))
    #expect(try reader.long() > 0)

    var done = FrameWriter(.done)
    for number in 1...2 {
      done.put(
        StageStatus(activeWorkers: 0, elementsIn: number, elementsOut: 9, failed: 0, last: true)
      )
    }
    done.put(false)
    try sender.send(done)
    #expect(try reader.kind() == .ending)
    #expect(try reader.kind() == .ended)
    #expect(try reader.count() == 0)
    let ends = seen.ends.withLock { $0 }
    #expect(ends.map(\.worker.stage) == ["a", "b"])
    #expect(ends.map(\.worker.index) == [2, 2])
    #expect(ends.map(\.worker.restarts).first == 4)
    #expect(ends.map(\.status.elementsIn) == [1, 2])
    #expect(ends.allSatisfy { $0.status.last })
  }

  @Test func `what fails in on_start is said with its stage`() throws {
    var stage = Self.stage("a", from: "in", .process)
    stage.onStart = [
      ResourcePlan(
        name: "r",
        component: "broken",
        arguments: Arguments(),
        sharedName: "r",
        place: Pipeline.place
      )
    ]
    let (socket, reader, _) = try start(Self.plan([stage]))
    defer { close(socket) }
    #expect(try reader.kind() == .failed)
    let failure = try reader.failure()
    #expect(failure.status == .resource)
    #expect(failure.message == "is broken")
    #expect(failure.stage == "a")
    #expect(failure.worker?.index == 2)
    #expect(failure.place == Pipeline.place)
  }

  @Test func `a parent that goes away ends the worker`() throws {
    let (socket, reader, _) = try start(Self.plan([Self.stage("a", from: "in", .process)]))
    #expect(try reader.kind() == .started)
    #expect(!(try reader.flag()))
    close(socket)
  }

  @Test func `bytes that are no frame are refused`() throws {
    let (writing, reading) = try Descriptor.socketPair().release()
    defer { close(reading) }
    for bytes: [UInt8] in [[99], [UInt8](repeating: 0xFF, count: 16)] {
      #expect(bytes.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) } == bytes.count)
    }
    close(writing)
    let reader = FrameReader(socket: reading)
    #expect(throws: FrameLoss.garbled) { try reader.kind() }
    #expect(throws: FrameLoss.garbled) { try reader.count() }
    #expect(throws: FrameLoss.garbled) { try reader.data() }
    #expect(throws: FrameLoss.ended) { try reader.long() }
  }
}

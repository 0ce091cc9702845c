import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Which loop the workers of a stage run in.
@Suite struct StageLoopTests {
  private static func loop(
    _ kind: WorkerKind,
    concurrency: Int = 1,
    isRemote: Bool = false,
    work: StagePlan.Work? = nil
  ) -> StageLoop? {
    let plan = StagePlan(
      id: "s",
      work: work ?? .transform(name: "add", .map, Arguments(), isInverted: false),
      inputs: ["in"],
      kind: kind,
      maxsize: 0,
      place: Pipeline.place
    )
    return StageLoop(plan, SlicePolicy(isRemote: isRemote, concurrency: concurrency))
  }

  @Test func `a transform of swpipe's own runs as its kind says`() {
    #expect(Self.loop(.sync) == nil)
    #expect(Self.loop(.thread) == .thread(.slices))
    #expect(Self.loop(.process) == .thread(.process))
    #expect(Self.loop(.task) == .task)
  }

  @Test func `a transform with a program of its own needs no process around it`() {
    #expect(Self.loop(.process, isRemote: true) == .thread(.slices))
    #expect(Self.loop(.task, isRemote: true) == .task)
  }

  @Test(arguments: [WorkerKind.thread, .process, .task])
  func `a program that works on several elements at once has a thread that waits for it`(
    _ kind: WorkerKind
  ) {
    #expect(Self.loop(kind, concurrency: 8, isRemote: true) == .thread(.concurrent(8)))
  }

  @Test func `a sort collects, whatever its kind`() {
    for kind in WorkerKind.allCases { #expect(Self.loop(kind, work: .sort) == .thread(.sort)) }
  }

  @Test func `the engine ends late workers where nothing else does`() {
    let (own, remote) = (
      SlicePolicy(), SlicePolicy(isRemote: true, concurrency: 1)
    )
    #expect(StageLoop.thread(.slices).endsLateWorkers(own))
    #expect(StageLoop.task.endsLateWorkers(own))
    #expect(!StageLoop.thread(.slices).endsLateWorkers(remote))
    #expect(!StageLoop.thread(.process).endsLateWorkers(own))
    #expect(!StageLoop.thread(.concurrent(2)).endsLateWorkers(remote))
    #expect(!StageLoop.thread(.sort).endsLateWorkers(own))
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite struct LaneMakerTests {
  /// Whether the workers of the first of some stages may block their threads.
  private static func blocks(
    _ transform: String,
    _ change: (inout Pipeline) -> Void = { _ in }
  ) throws -> Bool {
    var pipeline = Pipeline()
    pipeline.add(transform, kind: .task, workers: 2)
    change(&pipeline)
    let run = try pipeline.prepare()
    return LaneMaker(control: run.control, catalog: pipeline.catalog, children: nil).blocks(1)
  }

  private static func action(_ name: String) -> ActionPlan {
    ActionPlan(component: name, arguments: Arguments(), place: Pipeline.place)
  }

  private static let retry = ErrorPolicy(retry: .init(attempts: 2), then: .skip)

  @Test func `a worker may block where its transform does, or may hang past a timeout`() throws {
    #expect(try Self.blocks("gated"))
    #expect(try !Self.blocks("add"))
    #expect(try Self.blocks("add") { $0.stages[0].timeout = 1 })
    #expect(try !Self.blocks("doze") { $0.stages[0].timeout = 1 })
  }

  @Test(arguments: [0, 1])
  func `a worker may block in an action of its own or of a sync stage`(stage: Int) throws {
    for (action, blocks) in [("remark", false), ("linger", true)] {
      let found = try Self.blocks("add") { pipeline in
        pipeline.add("even", .filter, kind: .sync)
        pipeline.stages[stage].onDone = [Self.action("remark"), Self.action(action)]
      }
      #expect(found == blocks)
    }
  }

  @Test(arguments: [0, 1])
  func `a worker blocks while a sync stage waits to try again, not while its own does`(
    stage: Int
  ) throws {
    let found = try Self.blocks("add") { pipeline in
      pipeline.add("add", kind: .sync)
      pipeline.stages[stage].onError = Self.retry
    }
    #expect(found == (stage == 1))
  }

  @Test func `a worker blocks in a sync stage that awaits`() throws {
    #expect(try Self.blocks("add") { $0.add("doze", kind: .sync) })
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// How a thread of an ordered stage hands on what it makes.
@Suite struct OrderedDeliveryTests {
  private struct Scene {
    let below: QueuesBelow
    let order: ArrivalOrder

    init(maxsize: Int = 0) throws {
      below = try QueuesBelow(maxsizes: [maxsize])
      order = ArrivalOrder(queue: BoundedQueue(maxsize: 0, producers: 1), window: 100)
    }

    /// A worker that has begun with the elements from `start` on.
    func worker(at start: Int64) -> OrderedDelivery {
      let worker = OrderedDelivery(order: order, memory: below.control.memory)
      worker.begin(arrival: start)
      return worker
    }

    func push(_ text: String, by worker: OrderedDelivery) throws {
      worker.push(below.targets[0], try .texts([text]))
    }
  }

  @Test func `output is kept until all before it is done`() throws {
    let scene = try Scene()
    let (first, second) = (scene.worker(at: 0), scene.worker(at: 2))
    try scene.push("c", by: second)
    second.end(count: 1)
    try scene.push("a", by: first)
    try scene.push("b", by: first)
    #expect(scene.below.texts() == [])
    first.end(count: 2)
    #expect(scene.below.texts() == ["a", "b", "c"])
  }

  @Test func `an interval without output keeps nothing up`() throws {
    let scene = try Scene()
    let (first, second) = (scene.worker(at: 0), scene.worker(at: 3))
    try scene.push("d", by: second)
    second.end(count: 1)
    first.end(count: 3)
    #expect(scene.below.texts() == ["d"])
  }

  @Test func `too much to keep is emitted as it is made, and the next interval is kept again`()
    throws
  {
    let scene = try Scene()
    let worker = scene.worker(at: 0)
    try scene.push("a", by: worker)
    #expect(!worker.hasTurn)
    worker.push(scene.below.targets[0], try .large("b"))
    #expect(worker.hasTurn)
    #expect(scene.below.texts() == ["a", "b........."])
    try scene.push("c", by: worker)
    #expect(scene.below.texts() == ["c"])
    worker.end(count: 1)
    worker.begin(arrival: 1)
    try scene.push("d", by: worker)
    #expect(scene.below.texts() == [] && !worker.hasTurn)
    worker.end(count: 1)
    #expect(scene.below.texts() == ["d"])
  }

  @Test func `who waits for its turn gets it from the one before`() async throws {
    try await offPool {
      let scene = try Scene()
      let first = scene.worker(at: 0)
      let second = Handover(value: scene.worker(at: 1))
      let large = try Segment.large("b")
      let target = scene.below.targets[0]
      let thread = try WorkerThread(name: "second", events: Parker()) {
        second.value.push(target, large)
        second.value.end(count: 1)
      }
      try scene.push("a", by: first)
      first.end(count: 1)
      while !thread.hasEnded { Futex().wait(nanoseconds: 100_000) }
      #expect(scene.below.texts() == ["a", "b........."])
    }
  }

  @Test func `what an element gave before it was put off stays with it`() throws {
    let scene = try Scene()
    let worker = scene.worker(at: 0)
    try scene.push("a", by: worker)
    worker.begin(arrival: 0)
    try scene.push("b", by: worker)
    worker.end(count: 1)
    #expect(scene.below.texts() == ["a", "b"])
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// How a task hands on what it makes, without tasks.
@Suite struct DeferredDeliveryTests {
  private struct Scene {
    let below: QueuesBelow
    let order: ArrivalOrder?

    init(maxsize: Int = 0, isOrdered: Bool = false, memory: Int = 512 << 20) throws {
      below = try QueuesBelow(maxsizes: [maxsize], memory: memory)
      order =
        isOrdered
        ? ArrivalOrder(queue: BoundedQueue(maxsize: 0, producers: 1), window: 100) : nil
    }

    func worker(at start: Int64 = 0) -> DeferredDelivery {
      let memory = below.control.memory
      let worker = DeferredDelivery(targets: below.targets, order: order, memory: memory)
      worker.begin(arrival: start)
      return worker
    }

    /// One step gives this.
    func step(_ worker: DeferredDelivery, _ segment: Segment) {
      worker.push(below.targets[0], segment)
      worker.collect()
    }
  }

  // MARK: Not ordered

  @Test func `what a step gave goes out after it`() throws {
    let scene = try Scene()
    let worker = scene.worker()
    worker.push(scene.below.targets[0], try .texts(["a"]))
    #expect(worker.handOn() == nil && scene.below.texts() == [])
    worker.collect()
    #expect(worker.handOn() == nil && scene.below.texts() == ["a"])
  }

  @Test func `a batch that finds room for a part is kept, and goes on where it was`() throws {
    let scene = try Scene(maxsize: 2)
    let worker = scene.worker()
    scene.step(worker, try .texts(["a", "b", "c", "d", "e"]))
    #expect(worker.handOn() == .room(scene.below.queues[0]))
    #expect(scene.below.texts() == ["a", "b"])
    #expect(worker.handOn() == .room(scene.below.queues[0]))
    #expect(scene.below.texts() == ["c", "d"])
    #expect(worker.handOn() == nil)
    #expect(scene.below.texts() == ["e"])
  }

  @Test func `places that were promised are for the slice alone, and given back at its end`() throws
  {
    let scene = try Scene(maxsize: 64)
    let worker = scene.worker()
    guard case .granted(31) = worker.attemptReserve(31) else {
      Issue.record("there is room for all")
      return
    }
    #expect(scene.below.room(of: 64) == 34)
    scene.step(worker, try .texts(["a", "b"]))
    #expect(worker.handOn() == nil)
    #expect(scene.below.room(of: 64) == 34)
    worker.end(count: 31)
    #expect(scene.below.room(of: 64) == 62)
  }

  /// The one that must make room may need them.
  @Test func `who finds no room gives back the places that it was promised`() throws {
    let below = try QueuesBelow(maxsizes: [64, 1])
    let worker = DeferredDelivery(
      targets: [below.targets[0]],
      order: nil,
      memory: below.control.memory
    )
    guard case .granted(31) = worker.attemptReserve(31) else {
      Issue.record("there is room for all")
      return
    }
    worker.push(below.targets[1], try .texts(["a", "b"]))
    worker.collect()
    #expect(worker.handOn() == .room(below.queues[1]))
    #expect(below.room(of: 64) == 64)
  }

  /// The queue made room between the try and the wait: the wake-up for that has gone to nobody.
  @Test func `who is told to wait for room does not where there is some by now`() async throws {
    let scene = try Scene(maxsize: 1)
    let worker = scene.worker()
    scene.step(worker, try .texts(["a", "b"]))
    let obstacle = try #require(worker.handOn())
    #expect(scene.below.texts() == ["a"])
    var isWaiting = true
    await withUnsafeContinuation { continuation in
      isWaiting = worker.register(continuation, for: obstacle)
      if !isWaiting { continuation.resume() }
    }
    #expect(!isWaiting)
    #expect(worker.handOn() == nil && scene.below.texts() == ["b"])
  }

  // MARK: Ordered

  @Test func `an interval is kept until all before it is done`() throws {
    let scene = try Scene(isOrdered: true)
    let (first, second) = (scene.worker(), scene.worker(at: 1))
    scene.step(second, try .texts(["b"]))
    #expect(second.handOn() == nil)
    second.end(count: 1)
    #expect(second.handOn() == nil && scene.below.texts() == [])
    scene.step(first, try .texts(["a"]))
    first.end(count: 1)
    #expect(first.handOn() == nil)
    #expect(scene.below.texts() == ["a", "b"])
  }

  @Test func `who emits for others keeps their batches while there is no room`() throws {
    let scene = try Scene(maxsize: 1, isOrdered: true)
    let (first, second) = (scene.worker(), scene.worker(at: 2))
    scene.step(second, try .texts(["c", "d"], from: 2))
    second.end(count: 2)
    #expect(second.handOn() == nil)
    scene.step(first, try .texts(["a", "b"]))
    first.end(count: 2)
    var texts: [String] = []
    var isFull = true
    while isFull {
      isFull = first.handOn() != nil
      texts += scene.below.texts()
    }
    #expect(texts == ["a", "b", "c", "d"])
  }

  @Test func `too much to keep waits for its turn once, then goes out step by step`() throws {
    let scene = try Scene(isOrdered: true)
    let order = try #require(scene.order)
    let worker = scene.worker()
    scene.step(worker, try .texts(["a"]))
    #expect(worker.handOn() == nil && scene.below.texts() == [])
    scene.step(worker, try .large("b"))
    #expect(worker.handOn() == .emission(order, of: 0))
    #expect(scene.below.texts() == [])
    // Its turn has come.
    #expect(!takesTurn(order, of: 0))
    #expect(worker.handOn() == nil && scene.below.texts() == ["a", "b........."])
    scene.step(worker, try .texts(["c"]))
    #expect(worker.handOn() == nil && scene.below.texts() == ["c"])
    worker.end(count: 1)
    #expect(worker.handOn() == nil)
    // The next interval is kept again.
    worker.begin(arrival: 1)
    scene.step(worker, try .texts(["d"]))
    #expect(worker.handOn() == nil && scene.below.texts() == [])
    worker.end(count: 1)
    #expect(worker.handOn() == nil && scene.below.texts() == ["d"])
  }

  @Test func `an interval behind others waits while memory is short, and only then`() throws {
    let scene = try Scene(isOrdered: true, memory: 1 << 20)
    let order = try #require(scene.order)
    let (first, second) = (scene.worker(), scene.worker(at: 1))
    var kept: [Batch] = []
    var builder = BatchBuilder()
    while !scene.below.control.budget.isSpent {
      builder.begin(source: 0, firstIndex: 0, type: .text)
      builder.append(utf8: String(repeating: "x", count: 1 << 18))
      builder.endElement()
      let batch = builder.freeze(budget: scene.below.control.budget)
      kept.append(try #require(batch))
    }
    scene.step(second, try .texts(["b"]))
    second.end(count: 1)
    #expect(second.handOn() == .memoryOrEmission(order, of: 1))
    #expect(second.handOn() == .memoryOrEmission(order, of: 1))
    kept = []
    #expect(second.handOn() == nil)
    first.end(count: 1)
    #expect(first.handOn() == nil && scene.below.texts() == ["b"])
  }

  /// Whether the turn has to be waited for.
  private func takesTurn(_ order: ArrivalOrder, of start: Int64) -> Bool {
    order.register(.thread(Parker()), forTurnOf: start)
  }
}

extension DeferredDelivery.Obstacle: Equatable {
  static func == (one: Self, other: Self) -> Bool {
    switch (one, other) {
    case (.room(let one), .room(let other)): one === other
    case (.memory(let one), .memory(let other)): one == other
    case (.memoryOrEmission(let one, let start), .memoryOrEmission(let other, let end)),
      (.emission(let one, let start), .emission(let other, let end)):
      one === other && start == end
    case (.room, _), (.memory, _), (.memoryOrEmission, _), (.emission, _): false
    }
  }
}

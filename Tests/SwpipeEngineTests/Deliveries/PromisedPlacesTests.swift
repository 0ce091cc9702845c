import SwpipeCore
import Testing

@testable import SwpipeEngine

/// What a lane is promised in the queues below for a slice.
@Suite struct PromisedPlacesTests {
  private struct Scene {
    let below: QueuesBelow
    let lane: DeferredDelivery
    var queues: [BoundedQueue] { below.queues }

    init(maxsizes: [Int], ways: [Int]) throws {
      below = try QueuesBelow(maxsizes: maxsizes, ways: ways)
      lane = DeferredDelivery(targets: below.targets, order: nil, memory: below.control.memory)
    }

    func push(_ count: Int, into queue: Int) throws -> Int { try below.push(count, into: queue) }
  }

  @Test func `two ways to one queue share its room`() throws {
    let scene = try Scene(maxsizes: [100], ways: [0, 0])
    // Room for fifty: enough for the one way, and for both only with fewer elements.
    #expect(try scene.push(50, into: 0) == 0)
    guard case .granted(26) = scene.lane.attemptReserve(40) else {
      Issue.record("twice twenty-five places are all that there is")
      return
    }
    #expect(scene.queues[0].reserve(1) == 0)
    scene.lane.end(count: 0)
    #expect(scene.queues[0].reserve(50) == 50)
  }

  /// The wake-up for the room is the only one that there is where nothing is left to take.
  @Test func `who waits for a second queue leaves the room in the first one to others`() throws {
    let scene = try Scene(maxsizes: [8, 8], ways: [0, 1])
    #expect(try scene.push(8, into: 1) == 0)
    guard case .crowded(let awaited, let places) = scene.lane.attemptReserve(20) else {
      Issue.record("a full queue is crowded")
      return
    }
    #expect(awaited === scene.queues[1])
    let (first, second) = (try Bell(), try Bell())
    #expect(awaited.registerReserver(places, .bell(first)))
    #expect(awaited.registerProducer(.bell(second)))
    #expect(try scene.push(8, into: 0) == 0)
    // One consumer takes all that there is, which wakes the lane alone.
    _ = awaited.attemptTake(upTo: 8, leasing: false)
    #expect(first.hear() && !second.hear())
    guard case .crowded(let next, _) = scene.lane.attemptReserve(20) else {
      Issue.record("the other queue is full now")
      return
    }
    #expect(next === scene.queues[0])
    #expect(second.hear())
  }

  /// Whoever is told to wait and need not would ask again, and be told the same, for ever.
  @Test(arguments: 0..<300)
  func `who is told to wait for places has to wait for them`(seed: Int) throws {
    var generator = SplitMix(seed)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let maxsizes = (0..<number(1...3)).map { _ in number(0...80) }
    let scene = try Scene(
      maxsizes: maxsizes,
      ways: (0..<number(1...5)).map { _ in number(0...maxsizes.count - 1) }
    )
    let waiting = maxsizes.map { number(0...$0) }
    for (queue, count) in waiting.enumerated() {
      #expect(try scene.push(count, into: queue) == 0)
    }
    let count = number(1...100)
    switch scene.lane.attemptReserve(count) {
    case .granted(let granted): #expect((1...count).contains(granted))
    case .crowded(let queue, let places):
      #expect(queue.registerReserver(places, .thread(Parker())))
    }
    // Nothing is kept for a slice that is over, nor by one that has to wait.
    scene.lane.end(count: 0)
    for (queue, maxsize) in maxsizes.enumerated() where maxsize > 0 {
      #expect(try scene.push(maxsize, into: queue) == waiting[queue])
    }
  }
}

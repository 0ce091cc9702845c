import SwpipeCore
import Testing

@testable import SwpipeEngine

struct QueueActivityTests {
  private static func push(_ count: Int, to queue: inout QueueState<String>) throws {
    var segment = Segment(batch: try #require(Batch.counting(count)), range: 0..<count)
    _ = queue.push(&segment)
  }

  @Test func `workers that have not come to take anything are busy`() {
    var queue = QueueState<String>(maxsize: 0, producers: 1, consumers: 2)
    #expect(queue.activity == .busy)
    queue.waitToTake("a")
    #expect(queue.activity == .busy)
    queue.waitToTake("b")
    #expect(queue.activity == .idle)
  }

  @Test func `what waits or is in hand makes them busy`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    queue.waitToTake("a")
    try Self.push(2, to: &queue)
    #expect(queue.activity == .busy)
    _ = queue.take(upTo: 2, leasing: false)
    #expect(queue.activity == .busy, "a has taken it")
    queue.waitToTake("a")
    #expect(queue.activity == .idle)
  }

  @Test func `elements that are not to be dispatched yet keep nobody busy`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1, window: 1)
    try Self.push(2, to: &queue)
    _ = queue.take(upTo: 2, leasing: false)
    queue.waitToTake("a")
    #expect(queue.activity == .idle)
    _ = queue.raiseDispatchLimit(to: 2)
    #expect(queue.activity == .busy)
  }

  @Test func `one that waits with elements is told apart, by the latest`() {
    var queue = QueueState<String>(maxsize: 0, producers: 1, consumers: 3)
    queue.waitToTake("a", holdingSince: 7)
    queue.waitToTake("b")
    #expect(queue.activity == .busy)
    queue.waitToTake("c", holdingSince: 9)
    #expect(queue.activity == .holding(since: 9))
    _ = queue.withdrawConsumer { $0 == "c" }
    #expect(queue.activity == .busy)
  }

  @Test func `a queue at its end is idle, and one that drops what comes is shut`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    try Self.push(1, to: &queue)
    _ = queue.producerEnded()
    #expect(queue.activity == .busy)
    _ = queue.take(upTo: 1, leasing: false)
    #expect(queue.activity == .idle)
    var dropping = QueueState<String>(maxsize: 0, producers: 1)
    _ = dropping.discard()
    #expect(dropping.activity == .shut)
    _ = dropping.cancel()
    #expect(dropping.activity == .shut)
  }
}

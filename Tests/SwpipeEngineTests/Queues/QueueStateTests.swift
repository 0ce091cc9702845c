import SwpipeCore
import Testing

@testable import SwpipeEngine

struct QueueStateTests {
  private func segment(_ count: Int, from first: Int = 0) throws -> Segment {
    Segment(batch: try #require(Batch.counting(count, from: first)), range: 0..<count)
  }

  /// Pushes so many elements; how many went in.
  private func push(_ count: Int, into queue: inout QueueState<String>, reserved: Int = 0) throws
    -> (accepted: Int?, wakeups: QueueState<String>.Wakeups)
  {
    var segment = try segment(count)
    let (result, wakeups) = queue.push(&segment, reserved: reserved)
    if case .accepted(let accepted) = result { return (accepted, wakeups) }
    return (nil, wakeups)
  }

  /// Takes up to so many elements; how many came out.
  private func take(_ grain: Int, from queue: inout QueueState<String>, leasing: Bool = false)
    -> (segment: Segment?, wakeups: QueueState<String>.Wakeups)
  {
    let (result, wakeups) = queue.take(upTo: grain, leasing: leasing)
    if case .segment(let segment) = result { return (segment, wakeups) }
    return (nil, wakeups)
  }

  private func isEnded(_ queue: inout QueueState<String>) -> Bool {
    if case .ended = queue.take(upTo: 1, leasing: false).result { true } else { false }
  }

  private func isWaiting(_ queue: inout QueueState<String>) -> Bool {
    if case .wait = queue.take(upTo: 1, leasing: false).result { true } else { false }
  }

  @Test func `a full queue makes the sender wait until an element is taken`() throws {
    var queue = QueueState<String>(maxsize: 2, producers: 1)
    #expect(try push(3, into: &queue).accepted == 2)
    queue.waitToPush("p")
    #expect(queue.room == 0)
    #expect(try push(1, into: &queue).accepted == 0)
    #expect(take(1, from: &queue).wakeups.producer == "p")
    #expect(try push(1, into: &queue).accepted == 1)
  }

  @Test func `an empty queue makes the taker wait until an element comes`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    #expect(isWaiting(&queue) == true)
    queue.waitToTake("c")
    #expect(try push(1, into: &queue).wakeups.consumer == "c")
  }

  @Test func `a taker that shares leaves the others theirs`() throws {
    func taken(of waiting: Int, least: Int, worthwhile: Int = 1) throws -> Int {
      var queue = QueueState<String>(maxsize: 0, producers: 1, consumers: 3)
      _ = try push(waiting, into: &queue)
      let (result, _) = queue.take(
        upTo: 8,
        leasing: false,
        leastShare: least,
        worthwhile: worthwhile
      )
      guard case .segment(let segment) = result else { return 0 }
      #expect(queue.waiting == waiting - segment.count)
      return segment.count
    }
    #expect(try taken(of: 12, least: 1) == 4)
    #expect(try taken(of: 12, least: 6) == 6)
    #expect(try taken(of: 60, least: 1) == 8)
    #expect(try taken(of: 2, least: 1) == 1)
    #expect(try taken(of: 2, least: 0) == 0)
    #expect(try taken(of: 12, least: 0, worthwhile: 4) == 4)
    #expect(try taken(of: 12, least: 0, worthwhile: 5) == 0)
  }

  @Test func `a taker that leaves something wakes the next`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    queue.waitToTake("c1")
    queue.waitToTake("c2")
    #expect(try push(2, into: &queue).wakeups.consumer == "c1")
    #expect(take(1, from: &queue).wakeups.consumer == "c2")
    #expect(take(1, from: &queue).wakeups.consumer == nil)
  }

  @Test func `a taker that goes away leaves its wake-up to the next`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    queue.waitToTake("c1")
    queue.waitToTake("c2")
    queue.waitToTake("c3")
    #expect(queue.withdrawConsumer { $0 == "c2" }.consumer == nil)
    #expect(try push(2, into: &queue).wakeups.consumer == "c1")
    #expect(queue.withdrawConsumer { $0 == "c1" }.consumer == "c3")
    #expect(queue.passOn().consumer == nil)
  }

  @Test func `a sender that leaves room wakes the next`() throws {
    var queue = QueueState<String>(maxsize: 4, producers: 2)
    #expect(try push(4, into: &queue).accepted == 4)
    queue.waitToPush("p1")
    queue.waitToPush("p2")
    #expect(take(4, from: &queue).wakeups.producer == "p1")
    #expect(try push(1, into: &queue).wakeups.producer == "p2")
  }

  @Test func `a sender that gives up leaves its wake-up to the next`() throws {
    var queue = QueueState<String>(maxsize: 1, producers: 3)
    _ = try push(1, into: &queue)
    queue.waitToPush("p1")
    queue.waitToPush("p2")
    queue.waitToPush("p3")
    #expect(queue.withdrawProducer { $0 == "p2" }.producer == nil)
    #expect(take(1, from: &queue).wakeups.producer == "p1")
    #expect(queue.withdrawProducer { $0 == "p1" }.producer == "p3")
  }

  @Test func `a large queue wakes its sender when a quarter is free`() throws {
    var queue = QueueState<String>(maxsize: 100, producers: 1)
    #expect(try push(100, into: &queue).accepted == 100)
    queue.waitToPush("p")
    #expect(take(24, from: &queue).wakeups.producer == nil)
    #expect(take(1, from: &queue).wakeups.producer == "p")
  }

  @Test func `who has many elements waits while there is only room for few`() throws {
    var queue = QueueState<String>(maxsize: 100, producers: 1)
    #expect(!queue.isCrowded(for: 50))
    #expect(try push(76, into: &queue).accepted == 76)
    #expect(queue.isCrowded(for: 50))
    #expect(!queue.isCrowded(for: 24))
    #expect(take(1, from: &queue).segment != nil)
    #expect(!queue.isCrowded(for: 50))
    #expect(queue.reserve(50) == 25)
  }

  @Test func `room for one is enough for one, and any room where nothing waits`() throws {
    var queue = QueueState<String>(maxsize: 100, producers: 1)
    #expect(queue.reserve(90) == 90)
    #expect(!queue.isCrowded(for: 50))
    #expect(try push(10, into: &queue).accepted == 10)
    #expect(!queue.isCrowded(for: 1))
    #expect(queue.isCrowded(for: 2))
    _ = queue.cancel()
    #expect(!queue.isCrowded(for: 2))
  }

  @Test func `a small queue gives its places one by one`() throws {
    var queue = QueueState<String>(maxsize: 7, producers: 1)
    #expect(try push(7, into: &queue).accepted == 7)
    #expect(!queue.isCrowded(for: 100))
  }

  @Test func `promised places are nobody else's until they are given back`() throws {
    var queue = QueueState<String>(maxsize: 4, producers: 2)
    #expect(queue.reserve(3) == 3)
    #expect(queue.reserve(3) == 1)
    #expect(try push(1, into: &queue).accepted == 0)
    queue.waitToPush("p")
    #expect(try push(2, into: &queue, reserved: 2).accepted == 2)
    #expect(queue.release(reserved: 2).producer == "p")
    #expect(queue.waiting == 2)
    #expect(queue.room == 2)
  }

  @Test func `a queue without a maxsize promises everything`() {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    #expect(queue.reserve(1_000_000) == 1_000_000)
    #expect(queue.reserved == 0)
  }

  @Test func `leased elements keep their places until they are begun`() throws {
    var queue = QueueState<String>(maxsize: 4, producers: 1)
    #expect(try push(4, into: &queue).accepted == 4)
    #expect(take(4, from: &queue, leasing: true).segment?.count == 4)
    #expect(queue.leased == 3)
    #expect(queue.room == 1)
    _ = queue.release(leased: 2)
    #expect(queue.room == 3)
  }

  @Test func `what is put back is taken next, in its old place`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    #expect(try push(6, into: &queue).accepted == 6)
    var first = try #require(take(3, from: &queue, leasing: true).segment)
    let second = try #require(take(2, from: &queue, leasing: true).segment)
    _ = first.removeFirst(1)
    _ = queue.release(leased: second.count - 1)
    queue.waitToTake("c")
    #expect(queue.putBack(first, isLeased: true).wakeups.consumer == "c")
    #expect(queue.waiting == 3)
    let taken = [take(9, from: &queue).segment, take(9, from: &queue).segment]
    #expect(taken.map { $0?.arrival } == [1, 5])
  }

  @Test func `what is put back when nobody takes any more is dropped`() throws {
    for cancels in [true, false] {
      var queue = QueueState<String>(maxsize: 0, producers: 1)
      #expect(try push(3, into: &queue).accepted == 3)
      var segment = try #require(take(3, from: &queue, leasing: true).segment)
      _ = segment.removeFirst(1)
      _ = cancels ? queue.cancel() : queue.discard()
      #expect(queue.putBack(segment, isLeased: true).dropped == 2)
      #expect(queue.waiting == 0)
    }
  }

  @Test func `takers end when the last producer has ended and nothing is left`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 2)
    #expect(try push(1, into: &queue).accepted == 1)
    #expect(queue.producerEnded().others.isEmpty)
    queue.waitToTake("c")
    #expect(queue.producerEnded().others == ["c"])
    #expect(take(1, from: &queue).segment != nil)
    #expect(isEnded(&queue) == true)
  }

  @Test func `takers do not end while another may put elements back`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    #expect(try push(2, into: &queue).accepted == 2)
    _ = queue.producerEnded()
    #expect(take(2, from: &queue, leasing: true).segment != nil)
    #expect(isWaiting(&queue) == true)
    queue.waitToTake("c")
    #expect(queue.release(leased: 1).others == ["c"])
    #expect(isEnded(&queue) == true)
  }

  @Test func `a queue that was closed is taken empty but takes nothing in`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1)
    #expect(try push(2, into: &queue).accepted == 2)
    _ = queue.close()
    #expect(try push(1, into: &queue).accepted == nil)
    #expect(take(9, from: &queue).segment?.count == 2)
    #expect(isEnded(&queue) == true)
  }

  @Test func `a queue that discards ends its takers and swallows what comes`() throws {
    var queue = QueueState<String>(maxsize: 1, producers: 1)
    #expect(try push(2, into: &queue).accepted == 1)
    queue.waitToPush("p")
    let drop = queue.discard()
    #expect(drop.dropped == 1)
    #expect(drop.wakeups.others == ["p"])
    var more = try segment(1)
    guard case .discarded = queue.push(&more).result else {
      Issue.record("it should discard")
      return
    }
    #expect(isEnded(&queue) == true)
    #expect(queue.discard().dropped == 0)
  }

  @Test func `a queue that was cancelled wakes all and gives nothing more`() throws {
    var queue = QueueState<String>(maxsize: 1, producers: 1)
    #expect(try push(2, into: &queue).accepted == 1)
    queue.waitToPush("p")
    let drop = queue.cancel()
    #expect(drop.dropped == 1)
    #expect(drop.wakeups.others == ["p"])
    guard case .cancelled = queue.take(upTo: 1, leasing: false).result else {
      Issue.record("it should be cancelled")
      return
    }
    #expect(queue.cancel().dropped == 0)
  }

  @Test func `elements past the dispatch limit wait until it is raised`() throws {
    var queue = QueueState<String>(maxsize: 0, producers: 1, window: 2)
    #expect(try push(5, into: &queue).accepted == 5)
    #expect(take(9, from: &queue).segment?.count == 2)
    #expect(isWaiting(&queue) == true)
    queue.waitToTake("c")
    #expect(queue.raiseDispatchLimit(to: 2).consumer == nil)
    #expect(queue.raiseDispatchLimit(to: 4).consumer == "c")
    #expect(take(9, from: &queue).segment?.arrival == 2)
    #expect(queue.dispatchLimit == 4)
  }

  @Test func `a limit on bytes lets no further segment in once it is passed`() throws {
    var queue = QueueState<String>(maxsize: 0, maxBytes: 5, producers: 1)
    #expect(try push(4, into: &queue).accepted == 4)
    #expect(try push(1, into: &queue).accepted == 0)
    queue.waitToPush("p")
    #expect(take(1, from: &queue).wakeups.producer == nil)
    #expect(take(1, from: &queue).wakeups.producer == "p")
  }

  @Test func `the most that waited is remembered`() throws {
    var queue = QueueState<String>(maxsize: 3, producers: 1)
    #expect(try push(3, into: &queue).accepted == 3)
    _ = take(3, from: &queue)
    #expect(try push(1, into: &queue).accepted == 1)
    #expect(queue.maxWaiting == 3)
    #expect(queue.arrivals == 4)
  }

  @Test func `an idle taker gets work while another is stuck with what it leased`() throws {
    var queue = QueueState<String>(maxsize: 16, producers: 1)
    #expect(try push(16, into: &queue).accepted == 16)
    queue.waitToPush("p")
    // Thirteen leased places leave three, less than a quarter.
    #expect(take(14, from: &queue, leasing: true).segment?.count == 14)
    #expect(take(2, from: &queue).wakeups.producer == "p")
  }
}

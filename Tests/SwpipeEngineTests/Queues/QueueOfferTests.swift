import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Senders that leave it to a full queue to fetch what they have in their hands.
struct QueueOfferTests {
  private func segment(_ count: Int) throws -> Segment {
    Segment(batch: try #require(Batch.counting(count, from: 0)), range: 0..<count)
  }

  /// A queue that is full, and senders that each offer so many elements.
  private func fullQueue(maxsize: Int, offers: [(String, Int)]) throws -> QueueState<String> {
    var queue = QueueState<String>(maxsize: maxsize, producers: offers.count + 1)
    var first = try segment(maxsize)
    _ = queue.push(&first)
    for (name, count) in offers { queue.waitToPush(name, offering: try segment(count)) }
    return queue
  }

  /// Takes up to so many elements; how many those were, and who is woken.
  private func take(_ grain: Int, from queue: inout QueueState<String>) -> (Int, [String]) {
    let (result, wakeups) = queue.take(upTo: grain, leasing: false)
    guard case .segment(let segment) = result else { return (0, wakeups.all) }
    return (segment.count, wakeups.all)
  }

  private func isGone(_ name: String, from queue: inout QueueState<String>) -> Bool {
    if case .gone = queue.resume(offering: { $0 == name }, leaves: false).result {
      true
    } else {
      false
    }
  }

  @Test func `a sender is woken once, when the last of its elements is in`() throws {
    var queue = try fullQueue(maxsize: 1, offers: [("p", 3)])
    var woken: [[String]] = []
    for _ in 0..<4 {
      let (count, wakeups) = take(1, from: &queue)
      #expect(count == 1)
      #expect(queue.waiting <= 1)
      woken.append(wakeups)
    }
    #expect(woken == [[], [], ["p"], []])
    #expect(isGone("p", from: &queue) == true)
  }

  @Test func `room for several senders is given to all of them, in the order in which they came`()
    throws
  {
    var queue = try fullQueue(maxsize: 8, offers: [("p1", 1), ("p2", 2), ("p3", 9)])
    #expect(take(8, from: &queue) == (8, ["p1", "p2"]))
    #expect(queue.waiting == 8)
    #expect(isGone("p2", from: &queue) == true)
    #expect(isGone("p3", from: &queue) == false)
  }

  @Test func `what is fetched wakes a taker that waits`() throws {
    var queue = QueueState<String>(maxsize: 2, producers: 1, consumers: 2)
    #expect(queue.reserve(2) == 2)
    queue.waitToPush("p", offering: try segment(1))
    queue.waitToTake("c")
    let wakeups = queue.release(reserved: 2)
    #expect(wakeups.producer == "p")
    #expect(wakeups.consumer == "c")
  }

  @Test func `a sender without an offer is not passed by one with an offer`() throws {
    var queue = try fullQueue(maxsize: 1, offers: [])
    queue.waitToPush("p1")
    queue.waitToPush("p2", offering: try segment(1))
    #expect(take(1, from: &queue) == (1, ["p1"]))
    #expect(queue.waiting == 0)
    #expect(queue.passOnRoom().producer == "p2")
    #expect(queue.waiting == 1)
  }

  @Test func `a sender that leaves takes back what found no room`() throws {
    var queue = try fullQueue(maxsize: 2, offers: [("p", 5)])
    #expect(take(1, from: &queue) == (1, []))
    let (result, _) = queue.resume(offering: { $0 == "p" }, leaves: true)
    guard case .cancelled(4) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(take(9, from: &queue).0 == 1)
    #expect(take(9, from: &queue).0 == 1)
    #expect(queue.waiting == 0)
  }

  @Test(arguments: ["discard", "cancel", "close"])
  func `a queue that ends gives back what it has not fetched`(way: String) throws {
    var queue = try fullQueue(maxsize: 1, offers: [("p", 3)])
    _ = take(1, from: &queue)
    let woken =
      switch way {
      case "discard": queue.discard().wakeups.all
      case "cancel": queue.cancel().wakeups.all
      default: queue.close().all
      }
    #expect(woken == ["p"])
    let (result, _) = queue.resume(offering: { $0 == "p" }, leaves: false)
    switch result {
    case .discarded(let count): #expect(way == "discard" && count == 2)
    case .cancelled(let count): #expect(way != "discard" && count == 2)
    case .waits, .gone: Issue.record("\(result)")
    }
    #expect(isGone("p", from: &queue) == true)
  }
}

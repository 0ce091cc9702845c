import SwpipeCore
import Testing

@testable import SwpipeEngine

/// What a worker knows of the elements that its transform works on at once.
@Suite struct TicketsInHandTests {
  private func hands(isOrdered: Bool = false, isSingle: Bool = false, _ counts: [Int] = [5]) throws
    -> TicketsInHand
  {
    var hands = TicketsInHand(isOrdered: isOrdered, isSingle: isSingle)
    var next = 0
    for count in counts {
      let batch = try #require(Batch.counting(count))
      let segment = Segment(batch: batch, range: 0..<count, arrival: Int64(next))
      hands.take(segment, from: next)
      next += count
    }
    return hands
  }

  private func made(_ tries: Int) -> FailedAttempts.Made { FailedAttempts.Made(tries: tries) }

  @Test func `each ticket is of one element`() throws {
    let hands = try hands([2, 1])
    #expect(hands.count == 3)
    #expect((0..<3).map { hands[$0]?.segment.range } == [0..<1, 1..<2, 0..<1])
    #expect((0..<3).map { hands[$0]?.segment.arrival } == [0, 1, 2])
    #expect(hands[3] == nil)
  }

  @Test func `a run is of elements that stand together in one batch`() throws {
    let hands = try hands([3, 2])
    #expect(hands.runLength(at: 0, in: [0, 1, 2, 3, 4]) == 3)
    #expect(hands.runLength(at: 1, in: [0, 2, 3, 4]) == 1)
    #expect(hands.runLength(at: 2, in: [0, 2, 3, 4]) == 2)
    #expect(try self.hands(isSingle: true).runLength(at: 0, in: [0, 1, 2]) == 1)
  }

  @Test func `an element that was put off is not worked on, and keeps its tries`() throws {
    var hands = try hands()
    hands.putOff(1, made(2), for: 50, now: 100)
    hands.putOff(3, made(1), for: 20, now: 110)
    #expect(hands[1] == nil && hands.count == 5 && hands.nextDue == 130)
    let due1 = hands.takeUpDue(now: 129)
    #expect(due1 == [])
    let due2 = hands.takeUpDue(now: 130)
    #expect(due2 == [3])
    #expect(hands[3]?.made.tries == 1 && hands.nextDue == 150)
    let due3 = hands.takeUpDue(now: 1_000)
    #expect(due3 == [1])
    #expect(hands[1]?.made.tries == 2 && hands.nextDue == nil)
    // Its tries are counted on.
    hands.putOff(1, made(3), for: .max, now: 1_000)
    #expect(hands.nextDue == .max)
    let due4 = hands.takeUpDue(now: .max - 1)
    #expect(due4 == [])
  }

  @Test func `those that are due at once come in order`() throws {
    var hands = try hands()
    for ticket in [4, 0, 2] { hands.putOff(ticket, made(1), for: 1, now: 0) }
    let due5 = hands.takeUpDue(now: 1)
    #expect(due5 == [0, 2, 4])
  }

  @Test func `an order is kept over one that was put off`() throws {
    var hands = try hands(isOrdered: true)
    #expect(hands.first == 0 && hands.isNext(0) && !hands.isNext(1))
    hands.finish(0)
    hands.putOff(1, made(1), for: 10, now: 0)
    #expect(hands.first == 1 && !hands.isNext(2))
    _ = hands.takeUpDue(now: 10)
    hands.finish(1)
    #expect(hands.first == 2 && hands.isNext(2))
  }

  @Test func `without an order any may be next`() throws {
    let hands = try hands()
    #expect(hands.first == nil && hands.isNext(3))
  }

  @Test func `all are let go of once, those that were put off among them`() throws {
    for isOrdered in [false, true] {
      var hands = try hands(isOrdered: isOrdered)
      hands.finish(0)
      hands.putOff(2, made(1), for: 10, now: 0)
      let due6 = hands.removeAll()
      #expect(due6 == [1, 2, 3, 4])
      #expect(hands.isEmpty && hands.first == nil)
      let again = hands.removeAll()
      #expect(again == [])
    }
  }
}

import CommandSupport
import SwpipeCore
import Testing

@testable import SwpipePlugins

@Suite struct ElementsAtHandTests {
  private static func batch(_ count: Int) -> Batch {
    LibraryHarness.batch((0..<count).map { Array("\($0)".utf8) })
  }

  /// Sends what may be sent, with ids from `id` on; what that was.
  private static func send(
    _ elements: inout ElementsAtHand,
    head: Int,
    window: Int,
    id: inout UInt64
  ) -> [Range<Int>] {
    var sent: [Range<Int>] = []
    while let next = elements.nextToSend(
      head: head,
      end: elements.tickets.upperBound,
      window: window
    ) {
      elements.noteSent(next, id: id)
      id += UInt64(next.count)
      sent.append(next)
    }
    return sent
  }

  @Test func `no more are open than the window allows`() {
    var elements = ElementsAtHand()
    var id: UInt64 = 0
    _ = elements.add(Self.batch(10), 0..<10)
    elements.removeAll()
    _ = elements.add(Self.batch(30), 10..<30)
    #expect(Self.send(&elements, head: 10, window: 4, id: &id) == [10..<14])
    #expect(elements.openCount == 4 && elements.touchedEnd == 14)
    elements.noteAnswered(10)
    #expect(elements.nextToSend(head: 11, end: 30, window: 4) == nil)
    elements.noteAnswered(11)
    #expect(Self.send(&elements, head: 12, window: 4, id: &id) == [14..<16])
  }

  @Test func `an id is that of its element until it is answered`() {
    var elements = ElementsAtHand()
    var id: UInt64 = 7
    _ = elements.add(Self.batch(5), 0..<5)
    _ = Self.send(&elements, head: 0, window: 3, id: &id)
    #expect(elements.ticket(of: 7) == 0 && elements.ticket(of: 9) == 2)
    #expect(elements.ticket(of: 6) == nil && elements.ticket(of: 10) == nil)
    elements.noteAnswered(1)
    #expect(elements.ticket(of: 8) == nil && elements.answeredTicket(of: 8) == 1)
    #expect(elements.answeredTicket(of: 9) == nil)
  }

  @Test func `one that is tried again gets a new id and goes before the others`() {
    var elements = ElementsAtHand()
    var id: UInt64 = 0
    _ = elements.add(Self.batch(6), 0..<6)
    _ = Self.send(&elements, head: 0, window: 2, id: &id)
    elements.noteAnswered(0)
    elements.retry(0)
    elements.noteAnswered(1)
    #expect(elements.nextToSend(head: 0, end: 6, window: 2) == 0..<1)
    elements.noteSent(0..<1, id: 2)
    #expect(elements.ticket(of: 2) == 0 && elements.ticket(of: 0) == nil)
  }

  @Test func `those that a process died with are sent alone and are lost the second time`() {
    var elements = ElementsAtHand()
    var id: UInt64 = 0
    _ = elements.add(Self.batch(6), 0..<6)
    _ = Self.send(&elements, head: 0, window: 3, id: &id)
    elements.noteAnswered(0)
    #expect(elements.noteDeath(isBlamed: true) == [])
    #expect(Self.send(&elements, head: 1, window: 3, id: &id) == [1..<2])
    #expect(elements.noteDeath(isBlamed: true) == [1])
    #expect(Self.send(&elements, head: 2, window: 3, id: &id) == [2..<3])
    elements.noteAnswered(2)
    #expect(Self.send(&elements, head: 3, window: 3, id: &id) == [3..<6])
  }

  @Test func `a process that is ended for one element costs the others nothing`() {
    var elements = ElementsAtHand()
    var id: UInt64 = 0
    _ = elements.add(Self.batch(4), 0..<4)
    for _ in 0..<5 {
      #expect(Self.send(&elements, head: 0, window: 4, id: &id) == [0..<4])
      #expect(elements.noteDeath(isBlamed: false) == [])
    }
  }

  @Test(arguments: 0..<50)
  func `every element is answered once whatever dies`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var elements = ElementsAtHand()
    let count = Int.random(in: 1...40, using: &random)
    _ = elements.add(Self.batch(count), 0..<count)
    var id: UInt64 = 0
    var settled: Set<Int> = []
    var steps = 0
    while settled.count < count, steps < 10_000 {
      steps += 1
      let head = (0..<count).first { !settled.contains($0) } ?? count
      _ = Self.send(&elements, head: head, window: Int.random(in: 1...9, using: &random), id: &id)
      #expect(elements.openCount > 0)
      if Int.random(in: 0..<8, using: &random) == 0 {
        for lost in elements.noteDeath(isBlamed: Bool.random(using: &random)) {
          #expect(settled.insert(lost).inserted)
        }
      } else if let position = elements.open.randomElement(using: &random) {
        let open = elements.id(of: position)
        #expect(open.flatMap { elements.ticket(of: $0) } == position)
        elements.noteAnswered(position)
        #expect(settled.insert(position).inserted)
      }
    }
    #expect(settled.count == count)
  }

  @Test func `a batch is let go of with its last element, whatever is older`() {
    var elements = ElementsAtHand()
    let oldest = elements.add(Self.batch(1), 0..<1)
    weak var later: Batch?
    do {
      let batch = Self.batch(3)
      later = batch
      let first = elements.add(batch, 0..<3)
      elements.remove(first + 1)
      elements.remove(first)
      elements.remove(first + 2)
    }
    #expect(later == nil)
    #expect(elements.count == 1 && elements.tickets.contains(oldest))
    #expect(
      elements.nextToSend(head: oldest, end: elements.tickets.upperBound, window: 9)
        == oldest..<oldest + 1
    )
  }

  @Test(arguments: 0..<50)
  func `elements that come and go keep their tickets`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var elements = ElementsAtHand()
    let batch = Self.batch(60)
    var position = 0
    /// By ticket.
    var positions: [Int: Int] = [:]
    var id: UInt64 = 0
    while position < batch.count || !positions.isEmpty {
      let room = min(8 - positions.count, batch.count - position)
      if room > 0 {
        let count = Int.random(in: 1...room, using: &random)
        let first = elements.add(batch, position..<position + count)
        for i in 0..<count { positions[first + i] = position + i }
        position += count
      }
      #expect(elements.count == positions.count)
      while let next = elements.nextToSend(
        head: elements.tickets.lowerBound,
        end: elements.tickets.upperBound,
        window: 8,
        singly: true
      ) {
        elements.noteSent(next, id: id)
        id += UInt64(next.count)
      }
      guard let ticket = elements.open.randomElement(using: &random) else { continue }
      let offset = elements.withStretch(of: ticket) { _, offset in offset }
      #expect(ticket - offset == positions[ticket])
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        // Given up before it has its answer.
        elements.remove(ticket)
        positions[ticket] = nil
      case 1:
        elements.noteAnswered(ticket)
        elements.retry(ticket)
        elements.putOff(ticket)
        #expect(!elements.open.contains(ticket))
        elements.retry(ticket)
      default:
        elements.noteAnswered(ticket)
        elements.remove(ticket)
        positions[ticket] = nil
      }
    }
    #expect(elements.count == 0 && elements.openCount == 0 && elements.tickets.isEmpty)
  }
}

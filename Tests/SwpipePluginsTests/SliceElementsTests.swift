import Testing

@testable import SwpipePlugins

@Suite struct SliceElementsTests {
  /// Sends what may be sent, with ids from `id` on; what that was.
  private static func send(
    _ elements: inout SliceElements,
    head: Int,
    window: Int,
    id: inout UInt64
  ) -> [Range<Int>] {
    var sent: [Range<Int>] = []
    while let next = elements.nextToSend(head: head, end: elements.range.upperBound, window: window)
    {
      elements.noteSent(next, id: id)
      id += UInt64(next.count)
      sent.append(next)
    }
    return sent
  }

  @Test func `no more are open than the window allows`() {
    var elements = SliceElements()
    var id: UInt64 = 0
    elements.begin(10..<30)
    #expect(Self.send(&elements, head: 10, window: 4, id: &id) == [10..<14])
    #expect(elements.openCount == 4 && elements.touchedEnd == 14)
    elements.noteAnswered(10)
    #expect(elements.nextToSend(head: 11, end: 30, window: 4) == nil)
    elements.noteAnswered(11)
    #expect(Self.send(&elements, head: 12, window: 4, id: &id) == [14..<16])
  }

  @Test func `an id is that of its element until it is answered`() {
    var elements = SliceElements()
    var id: UInt64 = 7
    elements.begin(0..<5)
    _ = Self.send(&elements, head: 0, window: 3, id: &id)
    #expect(elements.position(of: 7) == 0 && elements.position(of: 9) == 2)
    #expect(elements.position(of: 6) == nil && elements.position(of: 10) == nil)
    elements.noteAnswered(1)
    #expect(elements.position(of: 8) == nil && elements.answeredPosition(of: 8) == 1)
    #expect(elements.answeredPosition(of: 9) == nil)
  }

  @Test func `one that is tried again gets a new id and goes before the others`() {
    var elements = SliceElements()
    var id: UInt64 = 0
    elements.begin(0..<6)
    _ = Self.send(&elements, head: 0, window: 2, id: &id)
    elements.noteAnswered(0)
    elements.retry(0)
    elements.noteAnswered(1)
    #expect(elements.nextToSend(head: 0, end: 6, window: 2) == 0..<1)
    elements.noteSent(0..<1, id: 2)
    #expect(elements.position(of: 2) == 0 && elements.position(of: 0) == nil)
  }

  @Test func `those that a process died with are sent alone and are lost the second time`() {
    var elements = SliceElements()
    var id: UInt64 = 0
    elements.begin(0..<6)
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
    var elements = SliceElements()
    var id: UInt64 = 0
    elements.begin(0..<4)
    for _ in 0..<5 {
      #expect(Self.send(&elements, head: 0, window: 4, id: &id) == [0..<4])
      #expect(elements.noteDeath(isBlamed: false) == [])
    }
  }

  @Test(arguments: 0..<50)
  func `every element is answered once whatever dies`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var elements = SliceElements()
    let count = Int.random(in: 1...40, using: &random)
    elements.begin(0..<count)
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
        #expect(open.flatMap { elements.position(of: $0) } == position)
        elements.noteAnswered(position)
        #expect(settled.insert(position).inserted)
      }
    }
    #expect(settled.count == count)
  }
}

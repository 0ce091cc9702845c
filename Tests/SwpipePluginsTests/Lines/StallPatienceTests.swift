import Testing

@testable import SwpipePlugins

@Suite struct StallPatienceTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `a silent filter is looked at after five seconds, and then every second`() {
    var stall = StallPatience()
    stall.noteNews(100)
    #expect(stall.moment == 100 + 5 * Self.second)
    let (early, late) = (stall.isOver(99 + 5 * Self.second), stall.isOver(100 + 5 * Self.second))
    #expect(!early && late)
    #expect(stall.moment == 100 + 6 * Self.second)
  }

  @Test func `one that was only slow has more time, one that owed an answer less`() {
    var stall = StallPatience()
    stall.noteAnswer(Self.second)
    stall.noteNews(0)
    let (early, late) = (stall.isOver(39 * Self.second), stall.isOver(40 * Self.second))
    #expect(!early && late)
    for _ in 0..<9 { stall.noteAnswer(Self.second) }
    let atMost = stall.isOver(600 * Self.second)
    stall.noteMiss()
    let afterMiss = stall.isOver(Self.second)
    #expect(atMost && afterMiss)
  }

  @Test func `one that had kept its answers back is asked for them soon`() {
    var stall = StallPatience()
    stall.noteClose(5 * Self.second)
    stall.noteAnswer(5 * Self.second + 1_000_000)
    stall.noteNews(0)
    #expect(stall.moment < Self.second)
  }
}

import Testing

@testable import SwpipeEngine

struct MemoryRuleTests {
  /// 0 → 1 → 2 → 3, and 0 → 4 → 3 beside it.
  private static let rule = MemoryRule(readers: [[1, 4], [2], [3], [], [3]])

  private static func mustWait(
    toFeed units: [Int],
    now: Int64 = 0,
    _ activities: [Int: QueueActivity]
  ) -> Bool {
    rule.mustWait(toFeed: units, now: now) { activities[$0] ?? .idle }
  }

  @Test func `a worker goes on when nobody below has anything to do`() {
    #expect(!Self.mustWait(toFeed: [1, 4], [:]))
    #expect(!Self.mustWait(toFeed: [3], [1: .busy, 2: .busy, 4: .busy]))
  }

  @Test func `a worker waits while somebody below is busy, however far`() {
    #expect(Self.mustWait(toFeed: [1], [1: .busy]))
    #expect(Self.mustWait(toFeed: [1], [3: .busy]))
    #expect(Self.mustWait(toFeed: [4], [3: .busy]))
  }

  @Test func `a branch that it does not feed keeps nobody waiting`() {
    #expect(!Self.mustWait(toFeed: [4], [1: .busy, 2: .busy]))
  }

  @Test func `a program that is silent counts as busy for a second`() {
    let second = MemoryRule.patience
    #expect(Self.mustWait(toFeed: [1], now: 4 * second, [2: .holding(since: 3 * second + 1)]))
    #expect(!Self.mustWait(toFeed: [1], now: 4 * second, [2: .holding(since: 3 * second)]))
    #expect(
      Self.mustWait(toFeed: [1], now: 4 * second, [2: .holding(since: 0), 3: .busy]),
      "its reader has work still"
    )
  }

  @Test func `what is fed by a queue that takes nothing in is not looked at`() {
    #expect(!Self.mustWait(toFeed: [1], [1: .shut, 2: .busy, 3: .busy]))
    #expect(Self.mustWait(toFeed: [1, 4], [1: .shut, 3: .busy]))
  }

  @Test func `each unit is asked once`() {
    var asked: [Int] = []
    let waits = Self.rule.mustWait(toFeed: [1, 4], now: 0) { unit in
      asked.append(unit)
      return .idle
    }
    #expect(!waits)
    #expect(asked.sorted() == [1, 2, 3, 4])
    #expect(asked.prefix(2) == [1, 4], "the nearest first")
  }

  @Test(arguments: 0..<200)
  func `of workers that all want memory one may always go on`(seed: Int) {
    var random = SplitMix(seed)
    let count = Int.random(in: 2...12, using: &random)
    let readers = (0..<count).map { unit in
      (unit + 1..<count).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    }
    let rule = MemoryRule(readers: readers)
    let wanting = (0..<count).filter { !readers[$0].isEmpty && Bool.random(using: &random) }
    guard !wanting.isEmpty else { return }
    let goesOn = wanting.contains { unit in
      !rule.mustWait(toFeed: readers[unit], now: 0) { wanting.contains($0) ? .busy : .idle }
    }
    #expect(goesOn)
  }
}

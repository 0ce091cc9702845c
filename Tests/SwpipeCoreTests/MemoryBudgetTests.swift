import Testing

@testable import SwpipeCore

struct MemoryBudgetTests {
  @Test func `it is spent from its limit on`() {
    let budget = MemoryBudget(limit: 100)
    budget.take(99)
    #expect(!budget.isSpent)
    budget.take(1)
    #expect(budget.isSpent)
    budget.giveBack(1)
    #expect(!budget.isSpent)
    #expect(budget.used == 99)
  }

  @Test func `the most that was held is remembered`() {
    let budget = MemoryBudget(limit: 10)
    budget.take(7)
    budget.giveBack(5)
    budget.take(3)
    #expect(budget.peak == 7)
    #expect(budget.used == 5)
  }

  @Test func `a batch counts while it lives`() {
    let budget = MemoryBudget(limit: 1 << 20)
    var builder = BatchBuilder()
    builder.begin(source: 0, firstIndex: 0, type: .text)
    for _ in 0..<100 {
      builder.append(utf8: "hello")
      builder.endElement()
    }
    var batch = builder.freeze(budget: budget)
    #expect(batch?.byteCount == 600)
    #expect(budget.used >= 600)
    batch = nil
    #expect(budget.used == 0)
  }

  @Test func `who waits for room goes on when some is given back`() async {
    let budget = MemoryBudget(limit: 10)
    budget.take(10)
    let waiter = Task.detached {
      while budget.isSpent { budget.waitForRoom(nanoseconds: 60_000_000_000) }
    }
    budget.giveBack(1)
    await waiter.value
    #expect(!budget.isSpent)
  }

  @Test func `a wait with room there ends at once, and one without it when its time is over`() {
    let budget = MemoryBudget(limit: 10)
    budget.waitForRoom(nanoseconds: 60_000_000_000)
    budget.take(10)
    budget.waitForRoom(nanoseconds: 1_000_000)
    #expect(budget.isSpent)
  }
}

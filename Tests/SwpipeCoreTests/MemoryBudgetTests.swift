import Synchronization
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

  @Test func `it says each time that it is no longer spent`() {
    let calls = Atomic<Int>(0)
    let budget = MemoryBudget(limit: 10) { calls.wrappingAdd(1, ordering: .relaxed) }
    budget.take(9)
    budget.giveBack(1)
    #expect(calls.load(ordering: .relaxed) == 0)
    budget.take(7)
    budget.giveBack(3)
    #expect(calls.load(ordering: .relaxed) == 0, "12 of 10 bytes are used")
    budget.giveBack(3)
    budget.giveBack(1)
    #expect(calls.load(ordering: .relaxed) == 1)
    budget.take(2)
    budget.giveBack(5)
    #expect(calls.load(ordering: .relaxed) == 2)
  }
}

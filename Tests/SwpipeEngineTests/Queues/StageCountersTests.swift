import Synchronization
import Testing

@testable import SwpipeEngine

/// The verbs that keep the balance of a stage's counts.
@Suite struct StageCountersTests {
  private static let fates: [StageCounters.Fate] = [
    .kept, .filtered, .failed, .skipped, .consumed, .abandoned,
  ]

  @Test(arguments: fates)
  func `what arrives and is settled or dropped balances`(_ fate: StageCounters.Fate) {
    let counters = StageCounters()
    counters.arrive(7)
    counters.take(4)
    counters.settle(4, as: fate)
    counters.drop(3, as: fate)
    let counts = StageCounts(counters)
    #expect(counts.isBalanced)
    #expect(counters.underWay == 0)
    #expect(counts.settled + counts.abandoned == 7)
  }

  @Test func `what a worker still holds counts as given up`() {
    let counters = StageCounters()
    counters.arrive(5)
    counters.take(5)
    counters.settle(2, kept: 1)
    #expect(counters.underWay == 3)
    let counts = StageCounts(counters)
    #expect(counts.isBalanced)
    #expect(counts == StageCounts(arrived: 5, kept: 1, filtered: 1, abandoned: 3))
  }

  @Test func `what goes back to the queue is not settled`() {
    let counters = StageCounters()
    counters.arrive(5)
    counters.take(5)
    counters.letGo(5)
    #expect(counters.underWay == 5)
    #expect(!StageCounts(counters).isBalanced)
  }

  @Test func `what another process has counted is added`() {
    let (child, parent) = (StageCounters(), StageCounters())
    parent.arrive(6)
    parent.take(6)
    child.take(6)
    child.settle(4, kept: 3)
    child.settle(2, as: .consumed)
    child.emit(9)
    child.retry()
    child.restart()
    let change = child.takeChange()
    parent.letGo(change.settled)
    parent.add(change)
    let counts = StageCounts(parent)
    #expect(counts.isBalanced)
    #expect(counts == StageCounts(arrived: 6, kept: 3, emitted: 9, filtered: 1, consumed: 2))
    #expect(child.takeChange().settled == 0)
    #expect(parent.retried.load(ordering: .relaxed) == 1)
    #expect(parent.restarts.load(ordering: .relaxed) == 1)
  }

  @Test func `who is not worked on is given up by a stop and consumed where nobody wants more`() {
    #expect(StageCounters.Fate.dropped(isStopped: true) == .abandoned)
    #expect(StageCounters.Fate.dropped(isStopped: false) == .consumed)
  }
}

import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct StageRollTests {
  private static func roll(_ workers: Int) -> StageRoll {
    StageRoll(workers: workers, isWhole: true, counters: StageCounters())
  }

  @Test func `the last of those that started is told so, whoever never starts`() {
    let roll = Self.roll(4)
    #expect(roll.begin(0) && roll.started(0))
    #expect(roll.begin(1) && roll.started(1))
    #expect(roll.begin(2))
    roll.close()
    #expect(!roll.begin(3))
    #expect(!roll.isSettled)
    roll.missed(2)
    #expect(roll.isSettled)
    #expect(roll.ended(1)?.last == false)
    #expect(roll.ended(0)?.last == true)
    #expect(roll.ended(0) == nil)
  }

  @Test func `an end waits for a start that is under way`() async throws {
    let roll = Self.roll(2)
    _ = roll.begin(0) && roll.started(0) && roll.begin(1)
    let first = try await offPool {
      let ended = Lock<StageStatus?>(nil)
      let isDone = Futex()
      _ = try WorkerThread(name: "end", events: Parker()) {
        let status = roll.ended(0)
        ended.withLock { $0 = status }
        isDone.open()
      }
      // However late the other one starts, the end is not told before.
      #expect(!isDone.wait(nanoseconds: 20_000_000))
      roll.started(1)
      isDone.wait()
      return ended.withLock { $0 }
    }
    #expect(first?.last == false && first?.activeWorkers == 1)
    #expect(roll.ended(1)?.last == true)
  }

  @Test func `a start that is waited for no longer counts as none`() {
    let roll = Self.roll(2)
    _ = roll.begin(0) && roll.started(0) && roll.begin(1)
    roll.close()
    #expect(roll.giveUpStarts())
    #expect(!roll.giveUpStarts())
    #expect(roll.ended(0)?.last == true)
    #expect(!roll.started(1))
    #expect(roll.lost == [])
  }

  @Test func `an end that was none is told again, and no two are the last`() {
    let roll = Self.roll(2)
    _ = roll.begin(0) && roll.started(0) && roll.begin(1) && roll.started(1)
    #expect(roll.ended(0)?.last == false)
    #expect(roll.ended(1)?.last == true)
    roll.reopen(0)
    #expect(roll.lost == [0])
    #expect(roll.ended(0)?.last == false)
    roll.reopen(1)
    #expect(roll.ended(1)?.last == true)
  }

  /// Workers that start or fail to, in a run that ends at any moment.
  @Test(arguments: 0..<100)
  func `whatever happens, one of those that started is the last`(seed: UInt64) async throws {
    let ends = try await offPool {
      let roll = Self.roll(6)
      let ends = Lock<[Bool]>([])
      let left = Atomic<Int>(6)
      let isDone = Futex()
      for index in 0..<6 {
        _ = try WorkerThread(name: "worker", events: Parker()) {
          var generator = SplitMix64(seed: seed << 8 + UInt64(index))
          if roll.begin(index) {
            if generator.next() % 3 == 0 {
              roll.missed(index)
            } else if roll.started(index), let status = roll.ended(index) {
              ends.withLock { $0.append(status.last) }
            }
          }
          if left.subtract(1, ordering: .relaxed).newValue == 0 { isDone.open() }
        }
        if UInt64(index) == seed % 7 { roll.close() }
      }
      roll.close()
      isDone.wait()
      return ends.withLock { $0 }
    }
    #expect(ends.count(where: { $0 }) == (ends.isEmpty ? 0 : 1), "\(ends)")
  }
}

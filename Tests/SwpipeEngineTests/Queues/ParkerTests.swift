import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct ParkerTests {
  @Test func `a wake-up before the wait counts`() {
    let parker = Parker()
    parker.unpark()
    parker.unpark()
    parker.park()
    // The second one was not kept: this waits for its time.
    parker.park(nanoseconds: 1_000_000)
  }

  @Test func `two threads that wake each other in turn never lose a wake-up`() throws {
    let rounds = Effort.part(of: 100_000)
    let parkers = [Parker(), Parker()]
    let turn = Turn()
    let events = Parker()
    let threads = try (0..<2).map { side in
      try WorkerThread(name: "side", events: events) {
        for round in 0..<rounds {
          while turn.value.load(ordering: .acquiring) != 2 * round + side { parkers[side].park() }
          turn.value.store(2 * round + side + 1, ordering: .releasing)
          parkers[1 - side].unpark()
        }
      }
    }
    while threads.contains(where: { !$0.hasEnded }) { events.park() }
    #expect(turn.value.load(ordering: .acquiring) == 2 * rounds)
  }

  @Test func `many wakers of one sleeper never leave it asleep`() throws {
    let wakers = 4
    let each = Effort.part(of: 20_000)
    let parker = Parker()
    let given = Turn()
    let events = Parker()
    let threads = try (0..<wakers).map { _ in
      try WorkerThread(name: "waker", events: events) {
        for _ in 0..<each {
          given.value.wrappingAdd(1, ordering: .releasing)
          parker.unpark()
        }
      }
    }
    while given.value.load(ordering: .acquiring) < wakers * each { parker.park() }
    while threads.contains(where: { !$0.hasEnded }) { events.park() }
  }

  private final class Turn: Sendable {
    let value = Atomic<Int>(0)
  }
}

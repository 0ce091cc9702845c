import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

struct MemoryWaitersTests {
  @Test func `one who need not wait is taken out, unless a wake-up is on its way`() {
    let waiters = MemoryWaiters()
    let (first, second) = (Parker(), Parker())
    let firstTicket = waiters.add(.thread(first))
    let secondTicket = waiters.add(.thread(second))
    #expect(waiters.remove(firstTicket))
    #expect(!waiters.remove(firstTicket))
    waiters.wakeIfAny()
    #expect(!waiters.remove(secondTicket))
    // It was woken: this returns at once.
    second.park()
  }

  @Test func `all who wait are woken`() async throws {
    try await offPool {
      let waiters = MemoryWaiters()
      let woken = Atomic<Int>(0)
      let events = Parker()
      let threads = try (0..<4).map { number in
        try WorkerThread(name: "waiter-\(number)", events: events) {
          let parker = Parker()
          _ = waiters.add(.thread(parker))
          parker.park()
          woken.wrappingAdd(1, ordering: .relaxed)
        }
      }
      // Whoever is not there yet is woken by the next call.
      while !threads.allSatisfy(\.hasEnded) { waiters.wake() }
      #expect(woken.load(ordering: .relaxed) == 4)
    }
  }
}

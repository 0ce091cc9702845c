import GoldenSupport
import Synchronization
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct WorkerThreadTests {
  /// Whoever names a thread after its start may come when it has ended, and its memory is gone.
  @Test func `a thread has its name from the start, cut between characters`() async throws {
    try await offPool {
      let events = Parker()
      let others = Atomic<Int>(0)
      for _ in 0..<200 {
        let thread = try WorkerThread(name: "fourteen bytesé", events: events) {
          let name = TextFile.read("/proc/thread-self/comm") ?? []
          if name != Array("fourteen bytes\n".utf8) { others.wrappingAdd(1, ordering: .relaxed) }
        }
        while !thread.hasEnded { events.park() }
      }
      #expect(others.load(ordering: .relaxed) == 0)
    }
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct TaskTimerTests {
  /// Suspends for so long; how long it took.
  private func wait(_ nanoseconds: Int64, _ timer: TaskTimer) async -> Int64 {
    let started = Clock.now
    await withUnsafeContinuation { continuation in
      if !timer.register(continuation, nanoseconds: nanoseconds) { continuation.resume() }
    }
    return Clock.now - started
  }

  @Test func `no wait ends early, whatever the order in which they began`() async throws {
    let timer = TaskTimer()
    try timer.start()
    try timer.start()
    let milliseconds = (0..<200).map { ($0 &* 37) % 50 }
    await withTaskGroup(of: Void.self) { group in
      for milliseconds in milliseconds {
        group.addTask {
          let wanted = Int64(milliseconds) * 1_000_000
          let taken = await wait(wanted, timer)
          #expect(taken >= wanted)
        }
      }
    }
    timer.stop()
  }

  @Test func `a short wait is not held up by a long one that began before`() async throws {
    let timer = TaskTimer()
    try timer.start()
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        _ = await wait(.max, timer)
        return true
      }
      group.addTask {
        _ = await wait(1_000_000, timer)
        return false
      }
      #expect(await group.next() == false)
      timer.stop()
      #expect(await group.next() == true)
    }
  }

  @Test func `after the stop nothing waits any more`() async throws {
    let timer = TaskTimer()
    try timer.start()
    timer.stop()
    _ = await wait(.max, timer)
    _ = await wait(60_000_000_000, timer)
  }
}

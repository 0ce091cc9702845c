import Glibc
import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite struct DeadlineWatchTests {
  /// What the thread has had of a processor, in nanoseconds: others that want it change nothing of that.
  private static var threadTime: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func time(adding count: Int) throws -> Int64 {
    let watch = DeadlineWatch()
    defer { watch.stop() }
    let deadlines = (0..<count).map { _ in
      ElementDeadline(timeout: 1_000_000_000, watch: watch) { _, _ in }
    }
    for deadline in deadlines { try watch.add(deadline) }
    let started = threadTime
    for deadline in deadlines { watch.remove(deadline) }
    return threadTime - started
  }

  @Test func `a worker that leaves costs the same however many there are`() throws {
    // Sixteen times as much for each would be the mark of a search through all of them.
    let few = try (0..<5).map { _ in try Self.time(adding: 1_000) }.min() ?? 0
    let many = try (0..<3).map { _ in try Self.time(adding: 16_000) }.min() ?? 0
    #expect(many < few * 16 * 8)
  }
}

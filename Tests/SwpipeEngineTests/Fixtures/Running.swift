import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// A run on a thread of its own, for tests that act while it goes on.
final class Running: Sendable {
  let run: PipelineRun
  private let ended = Futex()
  private let result = Mutex<RunReport?>(nil)

  init(_ run: PipelineRun) throws {
    self.run = run
    _ = try WorkerThread(name: "run", events: Parker()) { [self] in
      let report = run.run()
      result.withLock { $0 = report }
      ended.open()
    }
  }

  /// The elements in workers' hands now.
  var heldElements: Int {
    run.control.counters.reduce(0) { $0 + $1.held.load(ordering: .relaxed) }
  }

  /// Lets the run go on for a moment.
  func pause() {
    _ = ended.wait(nanoseconds: 1_000_000)
  }

  func report() throws -> RunReport {
    ended.wait()
    return try #require(result.withLock { $0 })
  }
}

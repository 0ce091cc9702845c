import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// A run on a thread of its own, for tests that act while it goes on.
final class Running: Sendable {
  let run: PipelineRun
  private let ended = Futex()
  private let result = Lock<RunReport?>(nil)

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
    run.control.units.reduce(0) { $0 + $1.counters.held.load(ordering: .relaxed) }
  }

  /// The elements that a unit has let on so far.
  func kept(by unit: Int) -> Int {
    run.control.units[unit].counters.kept.load(ordering: .relaxed)
  }

  /// The elements that have reached a unit so far.
  func arrived(at unit: Int) -> Int {
    run.control.units[unit].counters.arrived.load(ordering: .relaxed)
  }

  /// The elements that were given up so far.
  var abandoned: Int {
    run.control.units.reduce(0) { $0 + $1.counters.abandoned.load(ordering: .relaxed) }
  }

  /// Lets the run go on for a moment.
  func pause() {
    _ = ended.wait(nanoseconds: 1_000_000)
  }

  /// Waits for the end; a run that is not there in time is stopped.
  func report(within nanoseconds: Int64 = 240_000_000_000) throws -> RunReport {
    if !ended.wait(nanoseconds: nanoseconds) {
      Issue.record("the run hangs")
      run.stop(.terminated)
      ended.wait()
    }
    return try #require(result.withLock { $0 })
  }
}

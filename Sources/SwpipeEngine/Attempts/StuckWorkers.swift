internal import SwpipeCore
internal import Synchronization

/// The workers of a stage that were given up and have not come back.
final class StuckWorkers: Sendable {
  private let deadlines = Lock<[ElementDeadline]>([])

  /// Adds one and counts those that are stuck still.
  func add(_ deadline: ElementDeadline) -> Int {
    deadlines.withLock { deadlines in
      deadlines.removeAll { $0.hasReturned }
      deadlines.append(deadline)
      return deadlines.count
    }
  }
}

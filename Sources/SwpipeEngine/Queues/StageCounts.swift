internal import Synchronization

/// What became of the elements of one source, stage or sink, as plain numbers.
package struct StageCounts: Sendable, Equatable {
  package var arrived = 0
  package var kept = 0
  package var emitted = 0
  package var filtered = 0
  package var failed = 0
  package var skipped = 0
  package var consumed = 0
  package var abandoned = 0
  /// By route: elements that went that way; empty where the stage does not route.
  package var routed: [Int] = []

  /// Whether every element that arrived is accounted for.
  package var isBalanced: Bool { arrived == settled + abandoned }

  /// The elements that were done with, however.
  package var settled: Int { kept + filtered + failed + skipped + consumed }
}

extension StageCounts {
  /// The counts at this moment.
  init(_ counters: StageCounters) {
    arrived = counters.arrived.load(ordering: .relaxed)
    kept = counters.kept.load(ordering: .relaxed)
    emitted = counters.emitted.load(ordering: .relaxed)
    filtered = counters.filtered.load(ordering: .relaxed)
    failed = counters.failed.load(ordering: .relaxed)
    skipped = counters.skipped.load(ordering: .relaxed)
    consumed = counters.consumed.load(ordering: .relaxed)
    // What a stuck worker still holds at the end was given up with it.
    routed = counters.routed.map { $0.count.load(ordering: .relaxed) }
    abandoned =
      counters.abandoned.load(ordering: .relaxed) + counters.held.load(ordering: .relaxed)
  }
}

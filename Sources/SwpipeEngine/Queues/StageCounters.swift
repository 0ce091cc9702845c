internal import Synchronization

/// The counts of one stage, source or sink, added to once per slice by all its workers.
///
/// Everything is counted where it happens. At the end of a run
/// `arrived = kept + filtered + failed + skipped + consumed + abandoned + held`.
final class StageCounters: Sendable {
  /// Elements that reached the stage.
  let arrived = Atomic<Int>(0)
  /// Elements that a map, filter or flat_map was done with and let on.
  let kept = Atomic<Int>(0)
  /// Elements that a flat_map gave.
  let emitted = Atomic<Int>(0)
  let filtered = Atomic<Int>(0)
  let failed = Atomic<Int>(0)
  let skipped = Atomic<Int>(0)
  /// Elements that ended here: by an each, or because nobody wanted more.
  let consumed = Atomic<Int>(0)
  /// Elements that were dropped because the run stopped.
  let abandoned = Atomic<Int>(0)
  /// Elements in workers' hands now; what is left after a hard stop was abandoned.
  let held = Atomic<Int>(0)
  let busyNanoseconds = Atomic<Int>(0)
  /// Further tries of elements that had failed.
  let retried = Atomic<Int>(0)
  let restarts = Atomic<Int>(0)

  /// Elements that failed for good, skipped ones included.
  var failures: Int { failed.load(ordering: .relaxed) + skipped.load(ordering: .relaxed) }
  /// Elements that it is done with and that did not fail, nor were given up.
  var succeeded: Int {
    kept.load(ordering: .relaxed) + filtered.load(ordering: .relaxed)
      + consumed.load(ordering: .relaxed)
  }

  /// Elements that are neither settled nor given up.
  var underWay: Int {
    let gone = succeeded + failures + abandoned.load(ordering: .relaxed)
    return max(0, arrived.load(ordering: .relaxed) - gone)
  }

  /// Adds to a count.
  ///
  /// Relaxed: the counts are read when the workers have ended, or to be shown.
  static func add(_ count: Int, to counter: borrowing Atomic<Int>) {
    if count != 0 { counter.wrappingAdd(count, ordering: .relaxed) }
  }

  /// Counts elements that were dropped: given up by a stop, or wanted by nobody any more.
  func drop(_ count: Int, isStopped: Bool) {
    if isStopped {
      StageCounters.add(count, to: abandoned)
    } else {
      StageCounters.add(count, to: consumed)
    }
  }
}

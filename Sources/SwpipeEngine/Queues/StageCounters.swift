internal import Synchronization

/// The counts of one stage, source or sink, added to once per slice by all its workers.
///
/// Everything is counted where it happens, by verbs that each keep the balance. At the end of a run
/// `arrived = kept + filtered + failed + skipped + consumed + abandoned + held`: an element arrives,
/// is taken into hand, and is settled there, or is dropped before. Relaxed atomics: the counts are
/// read when the workers have ended, or to be shown.
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
  /// By route: elements that went that way; empty where the stage does not route.
  let routed: [RouteCounter]

  /// One of the counts of a stage that routes.
  final class RouteCounter: Sendable {
    let count = Atomic<Int>(0)
  }

  /// `routes` is the number of ways of a stage that routes.
  init(routes: Int = 0) {
    routed = (0..<routes).map { _ in RouteCounter() }
  }

  /// What becomes of an element at a stage, source or sink.
  enum Fate {
    case kept, filtered, failed, skipped, consumed, abandoned

    /// That of an element that is not worked on: given up by a stop, or wanted by nobody any more.
    static func dropped(isStopped: Bool) -> Fate { isStopped ? .abandoned : .consumed }
  }

  // MARK: The way of an element

  /// Elements reach the stage.
  func arrive(_ count: Int) { StageCounters.add(count, to: arrived) }

  /// A worker takes elements in hand.
  func take(_ count: Int) { StageCounters.add(count, to: held) }

  /// A worker lets elements go of which somebody else says what becomes of them: they are back in the
  /// queue, or another process has counted them.
  func letGo(_ count: Int) { StageCounters.add(-count, to: held) }

  /// A worker is done with elements that it had in hand.
  func settle(_ count: Int, as fate: Fate) {
    letGo(count)
    drop(count, as: fate)
  }

  /// The same for a filter, which has let some of them on.
  func settle(_ count: Int, kept: Int) {
    letGo(count)
    drop(kept, as: .kept)
    drop(count - kept, as: .filtered)
  }

  /// Elements end here that nobody has in hand: they waited in the queue, or never got so far.
  func drop(_ count: Int, as fate: Fate) {
    switch fate {
    case .kept: StageCounters.add(count, to: kept)
    case .filtered: StageCounters.add(count, to: filtered)
    case .failed: StageCounters.add(count, to: failed)
    case .skipped: StageCounters.add(count, to: skipped)
    case .consumed: StageCounters.add(count, to: consumed)
    case .abandoned: StageCounters.add(count, to: abandoned)
    }
  }

  // MARK: Beside the balance

  /// A flat_map gives elements.
  func emit(_ count: Int) { StageCounters.add(count, to: emitted) }

  /// A route sends elements on one of its ways.
  func route(_ count: Int, to way: Int) { StageCounters.add(count, to: routed[way].count) }

  /// An element is tried again.
  func retry() { StageCounters.add(1, to: retried) }

  /// A worker is replaced.
  func restart() { StageCounters.add(1, to: restarts) }

  /// A worker has been at work since a moment of `Clock`.
  func work(since started: Int64) { work(nanoseconds: Clock.now - started) }

  /// A worker has been at work for so long.
  func work(nanoseconds: Int64) { StageCounters.add(Int(nanoseconds), to: busyNanoseconds) }

  /// Adds what another process has counted.
  func add(_ change: CounterChange) {
    arrive(change.arrived)
    drop(change.kept, as: .kept)
    drop(change.filtered, as: .filtered)
    drop(change.consumed, as: .consumed)
    drop(change.abandoned, as: .abandoned)
    emit(change.emitted)
    for (way, count) in zip(routed.indices, change.routed) { route(count, to: way) }
    work(nanoseconds: Int64(change.busyNanoseconds))
    StageCounters.add(change.retried, to: retried)
    StageCounters.add(change.restarts, to: restarts)
  }

  private static func add(_ count: Int, to counter: borrowing Atomic<Int>) {
    if count != 0 { counter.wrappingAdd(count, ordering: .relaxed) }
  }

  // MARK: Sums

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
}

internal import SwpipeCore
internal import Synchronization

/// Where the workers of a run wait while its memory budget is spent, see `MemoryRule`.
///
/// Where the budget is not spent it costs one load for each batch that is handed on.
final class MemoryGate: Sendable {
  let budget: MemoryBudget
  private let rule: MemoryRule
  /// By unit; nil for sources and sync stages.
  private let queues: [BoundedQueue?]
  private let waiters: MemoryWaiters
  /// Wakes the thread that calls `tick`.
  private let events: Parker
  private let watched = Atomic<Bool>(false)
  private let over = Atomic<Bool>(false)

  /// Nanoseconds between two calls of `tick`.
  static let interval: Int64 = 100_000_000

  /// `waiters` are those that the queues wake, too.
  init(
    limit: Int,
    topology: Topology,
    queues: [BoundedQueue?],
    waiters: MemoryWaiters,
    events: Parker
  ) {
    budget = MemoryBudget(limit: limit) { [waiters] in waiters.wake() }
    rule = MemoryRule(
      readers: topology.units.indices.map { unit in
        // Each once: a unit may read another in two ways.
        Array(Set(topology.targets(below: unit).map(\.reader))).sorted()
      }
    )
    self.queues = queues
    self.waiters = waiters
    self.events = events
  }

  // MARK: For memory

  /// Whether a worker that is about to feed a unit has to wait.
  func mustWait(toFeed unit: Int) -> Bool {
    isSpent && mustWait(toFeed: [unit])
  }

  private func mustWait(toFeed units: [Int]) -> Bool {
    guard isSpent else { return false }
    return rule.mustWait(toFeed: units, now: Clock.now) { queues[$0]?.activity ?? .idle }
  }

  /// Waits until a worker may feed a unit.
  ///
  /// `patience` is asked before each wait and says how many nanoseconds are left, nil for as long as
  /// it takes; `beforeWaiting` is called before each wait. What was waited counts as the parker's.
  func wait(
    toFeed unit: Int,
    parker: Parker,
    patience: () -> Int64? = { nil },
    beforeWaiting: () -> Void = {}
  ) {
    guard budget.isSpent else { return }
    wait(parker, patience, beforeWaiting, while: { mustWait(toFeed: [unit]) })
  }

  /// The same for all that reads a source, before the source makes more.
  func wait(toFeedReadersOf unit: Int, parker: Parker, patience: () -> Int64?) {
    guard budget.isSpent else { return }
    wait(parker, patience, {}, while: { mustWait(toFeed: rule.readers[unit]) })
  }

  /// Has a task resumed when it may look again whether it may feed a unit; false if it may by now.
  func register(_ continuation: UnsafeContinuation<Void, Never>, toFeed unit: Int) -> Bool {
    register(continuation) { mustWait(toFeed: [unit]) }
  }

  // MARK: Waiting

  /// Waits while `mustWait` says so; the other two are as in `wait(toFeed:)`.
  func wait(
    _ parker: Parker,
    _ patience: () -> Int64?,
    _ beforeWaiting: () -> Void,
    while mustWait: () -> Bool
  ) {
    guard mustWait() else { return }
    let started = Clock.now
    // One of its own, so that no wake-up is left over for the next wait at a queue.
    let own = Parker()
    repeat {
      let left = patience()
      if let left, left <= 0 { break }
      beforeWaiting()
      let ticket = add(.thread(own))
      if mustWait() {
        if let left { own.park(nanoseconds: left) } else { own.park() }
      }
      _ = waiters.remove(ticket)
    } while mustWait()
    parker.noteWait(nanoseconds: Clock.now - started)
  }

  /// Has a task resumed when it may look at `mustWait` again; false if that is false by now.
  func register(
    _ continuation: UnsafeContinuation<Void, Never>,
    while mustWait: () -> Bool
  ) -> Bool {
    let ticket = add(.task(continuation))
    return mustWait() || !waiters.remove(ticket)
  }

  private func add(_ waiter: Waiter) -> Int {
    let ticket = waiters.add(waiter)
    if !watched.exchange(true, ordering: .relaxed) { events.unpark() }
    return ticket
  }

  // MARK: Waking

  /// Whether the budget is spent and the run goes on, so that somebody may have to wait.
  var isSpent: Bool { budget.isSpent && !over.load(ordering: .acquiring) }

  /// Whether somebody has ever waited, so that `tick` is to be called.
  var isWatched: Bool { watched.load(ordering: .relaxed) }

  /// Has those who wait look again, because time has passed.
  func tick() {
    waiters.wakeIfAny()
  }

  /// The same, because something has changed that the queues don't tell.
  func wake() {
    waiters.wake()
  }

  /// The run stops: nobody waits any more.
  func end() {
    over.store(true, ordering: .releasing)
    waiters.wake()
  }
}

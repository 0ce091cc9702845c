internal import SwpipeCore
internal import Synchronization

/// The one thread of a run that looks after all deadlines; it sleeps until the earliest.
final class DeadlineWatch: Sendable {
  private struct State {
    var deadlines: [ObjectIdentifier: ElementDeadline] = [:]
    /// When the thread will look next.
    var next = Int64.max
    var isRunning = false
    var isOver = false
  }

  private let parker = Parker()
  private let state = Lock(State())

  /// Watches a worker's deadline from now on; starts the thread with the first.
  func add(_ deadline: ElementDeadline) throws(RunFailure) {
    let (starts, isOver) = state.withLock { state in
      state.deadlines[ObjectIdentifier(deadline)] = deadline
      defer { state.isRunning = true }
      return (!state.isRunning, state.isOver)
    }
    if isOver { deadline.stop.open() }
    guard starts else { return }
    _ = try WorkerThread(name: "deadlines", events: Parker()) { [self] in run() }
  }

  func remove(_ deadline: ElementDeadline) {
    state.withLock { state in _ = state.deadlines.removeValue(forKey: ObjectIdentifier(deadline)) }
  }

  /// A deadline was set; wakes the thread if it would look too late.
  func expect(_ moment: Int64) {
    let wakes = state.withLock { state in
      guard moment < state.next else { return false }
      state.next = moment
      return true
    }
    if wakes { parker.unpark() }
  }

  /// Ends the thread and every wait that a deadline's transform may be in.
  func stop() {
    let deadlines = state.withLock { state in
      state.isOver = true
      return Array(state.deadlines.values)
    }
    for deadline in deadlines { deadline.stop.open() }
    parker.unpark()
  }

  private func run() {
    while true {
      let (deadlines, isOver) = state.withLock { state in
        state.next = .max
        // A copy of the dictionary itself would have the next change copy it once more.
        return (Array(state.deadlines.values), state.isOver)
      }
      if isOver { return }
      let now = Clock.now
      let earliest = deadlines.compactMap { $0.check(now: now) }.min() ?? .max
      let next = state.withLock { state in
        state.next = min(state.next, earliest)
        return state.next
      }
      if next == .max { parker.park() } else { parker.park(nanoseconds: max(0, next - Clock.now)) }
    }
  }
}

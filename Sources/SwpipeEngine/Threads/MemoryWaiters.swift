internal import SwpipeCore
internal import Synchronization

/// Those who wait for memory, all woken whenever one of them may go on, to look again.
final class MemoryWaiters: Sendable {
  private struct State {
    var next = 0
    var waiting: [(ticket: Int, waiter: Waiter)] = []
  }

  private let state = Lock(State())
  /// How many wait; only a hint for those who don't hold the lock.
  private let count = Atomic<Int>(0)

  /// Takes somebody in; the ticket is for `remove`.
  func add(_ waiter: Waiter) -> Int {
    state.withLock { state in
      state.next += 1
      state.waiting.append((state.next, waiter))
      count.store(state.waiting.count, ordering: .relaxed)
      return state.next
    }
  }

  /// Takes somebody out who need not wait; false where a wake-up is on its way.
  func remove(_ ticket: Int) -> Bool {
    state.withLock { state in
      guard let position = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
        return false
      }
      state.waiting.remove(at: position)
      count.store(state.waiting.count, ordering: .relaxed)
      return true
    }
  }

  /// Wakes all.
  func wake() {
    let woken = state.withLock { state in
      defer { state.waiting = [] }
      count.store(0, ordering: .relaxed)
      return state.waiting
    }
    for (_, waiter) in woken { waiter.resume() }
  }

  /// The same after a change under a lock under which those who wait have looked, or will.
  ///
  /// Costs one load where nobody waits.
  func wakeIfAny() {
    if count.load(ordering: .relaxed) > 0 { wake() }
  }
}

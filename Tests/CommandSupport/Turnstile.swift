internal import Glibc
internal import SwpipeCore
internal import Synchronization

/// Lets so many through at once; the others wait in the order in which they came, suspended.
package final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// The one that every child passes: two for each core keep the machine busy, and each child as
  /// quick as the time limits of the tests expect.
  package static let children = Turnstile(places: 2 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private let state: Lock<State>

  package init(places: Int) {
    state = Lock(State(free: places))
  }

  /// Takes a place, waiting for one as long as it takes.
  package func enter() async {
    await withCheckedContinuation { continuation in
      let isIn = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isIn { continuation.resume() }
    }
  }

  /// Gives the place back, to the next who waits.
  package func leave() {
    let next = state.withLock { state in
      if state.waiting.isEmpty {
        state.free += 1
        return CheckedContinuation<Void, Never>?.none
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}

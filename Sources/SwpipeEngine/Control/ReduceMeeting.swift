internal import SwpipeCore
internal import Synchronization

/// Where the workers of a `reduce` leave their states, for the one worker that makes the result of them.
final class ReduceMeeting: Sendable {
  private struct State {
    /// By worker; a worker that kept nothing leaves none.
    var left: [Int: Handover<any Reduction>] = [:]
    var missing: Int
  }

  private let state: Lock<State>
  private let gate = Futex()

  /// So many workers leave a state.
  init(workers: Int) {
    state = Lock(State(missing: workers))
    if workers == 0 { gate.open() }
  }

  /// A worker has come to its end.
  func leave(_ reduction: (any Reduction)?, worker: Int) {
    let handed = reduction.map { Handover(value: $0) }
    let isLast = state.withLock { state in
      if let handed { state.left[worker] = handed }
      state.missing -= 1
      return state.missing == 0
    }
    if isLast { gate.open() }
  }

  /// Lets the one that waits go on without states, because the run stops.
  func giveUp() { gate.open() }

  /// Waits for all workers; their states in the order of their workers, nil where the run stops.
  func wait() -> [any Reduction]? {
    gate.wait()
    return state.withLock { state -> [(worker: Int, state: Handover<any Reduction>)]? in
      guard state.missing <= 0 else { return nil }
      defer { state.left = [:] }
      return state.left.sorted { $0.key < $1.key }.map { (worker: $0.key, state: $0.value) }
    }?.map(\.state.value)
  }
}

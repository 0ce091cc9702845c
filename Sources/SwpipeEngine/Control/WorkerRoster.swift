internal import SwpipeCore
internal import Synchronization

/// All workers of a run: those at work, and those that were given up and replaced.
final class WorkerRoster: Sendable {
  /// A worker's place, which its replacement takes over.
  struct Place: Hashable, Sendable {
    var unit: Int
    var index: Int
  }

  private struct State {
    var workers: [Place: Worker] = [:]
    var givenUp: [Worker] = []
    var executors: [BlockingExecutor] = []
  }

  private let state = Lock(State())

  /// Takes a worker in; the one that had its place was given up.
  func add(_ worker: Worker, at place: Place) {
    state.withLock { state in
      if let before = state.workers.updateValue(worker, forKey: place) {
        state.givenUp.append(before)
      }
    }
  }

  func add(_ executor: BlockingExecutor) {
    state.withLock { $0.executors.append(executor) }
  }

  /// Whether all workers have ended, those that were given up left aside.
  var haveEnded: Bool {
    state.withLock { state in state.workers.values.allSatisfy(\.hasEnded) }
  }

  /// Whether a worker runs still, also one that was given up.
  var hasStragglers: Bool {
    state.withLock { state in
      !state.workers.values.allSatisfy(\.hasEnded) || !state.givenUp.allSatisfy(\.hasEnded)
    }
  }

  /// Ends the waits of all that can be hurried.
  func cancelAll() {
    for worker in state.withLock({ Array($0.workers.values) }) { worker.cancel() }
  }

  /// Lets the threads of task stages go.
  func endExecutors() {
    for executor in state.withLock({ $0.executors }) { executor.end() }
  }
}

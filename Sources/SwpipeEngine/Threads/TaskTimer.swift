internal import HeapModule
internal import SwpipeCore
internal import Synchronization

/// Ends the waits of a run's tasks: a heap of their moments, and one thread that sleeps until the
/// earliest.
///
/// `Task.sleep` makes and frees a job and a timer for each wait, which costs about 8 µs and 2 KB.
final class TaskTimer: Sendable {
  private struct Wait: Comparable {
    var moment: Int64
    var continuation: UnsafeContinuation<Void, Never>

    static func < (left: Wait, right: Wait) -> Bool { left.moment < right.moment }
    static func == (left: Wait, right: Wait) -> Bool { left.moment == right.moment }
  }

  private struct State {
    var waits = Heap<Wait>()
    /// When the thread will look next.
    var next = Int64.max
    var isRunning = false
    var isOver = false
  }

  private let parker = Parker()
  private let state = Lock(State())

  /// Starts the thread, once; called before the first wait.
  func start() throws(RunFailure) {
    let starts = state.withLock { state in
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard starts else { return }
    _ = try WorkerThread(name: "timer", events: Parker()) { [self] in run() }
  }

  /// Has a task resumed after so long, or when the run stops; false where there is nothing to wait
  /// for.
  func register(_ continuation: UnsafeContinuation<Void, Never>, nanoseconds: Int64) -> Bool {
    guard nanoseconds > 0 else { return false }
    let (moment, isNever) = Clock.now.addingReportingOverflow(nanoseconds)
    let wait = Wait(moment: isNever ? .max : moment, continuation: continuation)
    let (isOver, wakes) = state.withLock { state in
      guard !state.isOver else { return (true, false) }
      state.waits.insert(wait)
      guard wait.moment < state.next else { return (false, false) }
      state.next = wait.moment
      return (false, true)
    }
    if wakes { parker.unpark() }
    return !isOver
  }

  /// Ends all waits, and those to come at once, and the thread.
  func stop() {
    let waits = state.withLock { state in
      state.isOver = true
      defer { state.waits = [] }
      return state.waits.unordered
    }
    for wait in waits { wait.continuation.resume() }
    parker.unpark()
  }

  private func run() {
    var due: [Wait] = []
    while true {
      let now = Clock.now
      let (next, isOver) = state.withLock { state in
        while let first = state.waits.min, first.moment <= now {
          due.append(state.waits.removeMin())
        }
        state.next = state.waits.min?.moment ?? .max
        return (state.next, state.isOver)
      }
      for wait in due { wait.continuation.resume() }
      due.removeAll(keepingCapacity: true)
      if isOver { return }
      if next == .max { parker.park() } else { parker.park(nanoseconds: max(0, next - Clock.now)) }
    }
  }
}

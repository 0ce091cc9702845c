internal import DequeModule
internal import SwpipeCore
internal import Synchronization

/// Threads of a stage's own for task workers whose transforms block, so that they starve no other
/// task.
///
/// Source of the idea: SE-0417, task executor preference.
final class BlockingExecutor: TaskExecutor {
  private struct State {
    var jobs = Deque<UnownedJob>()
    var idle: [Parker] = []
    var isOver = false
  }

  /// The most threads of one stage, however many workers it has.
  static let mostThreads = 64
  private let state = Lock(State())
  private let name: String
  private let events: Parker

  /// Starts the threads; `events` is woken when they end.
  init(threads: Int, name: String, events: Parker) throws(RunFailure) {
    self.name = name
    self.events = events
    for _ in 0..<min(threads, BlockingExecutor.mostThreads) { try addThread() }
  }

  /// Adds a thread, for one that a worker is stuck on.
  func addThread() throws(RunFailure) {
    _ = try WorkerThread(name: name, events: events) { [self] in
      let parker = Parker()
      while let job = next(parker) { run(job) }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let parker = state.withLock { state in
      state.jobs.append(job)
      return state.idle.popLast()
    }
    parker?.unpark()
  }

  /// Lets the threads go once no task will come any more.
  func end() {
    let idle = state.withLock { state in
      state.isOver = true
      return state.idle
    }
    for parker in idle { parker.unpark() }
  }

  private func run(_ job: UnownedJob) {
    job.runSynchronously(on: asUnownedTaskExecutor())
  }

  private func next(_ parker: Parker) -> UnownedJob? {
    while true {
      let (job, isOver) = state.withLock { state in
        if let job = state.jobs.popFirst() { return (UnownedJob?.some(job), false) }
        if !state.isOver { state.idle.append(parker) }
        return (nil, state.isOver)
      }
      if let job { return job }
      if isOver { return nil }
      parker.park()
    }
  }
}

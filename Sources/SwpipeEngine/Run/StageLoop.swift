internal import SwpipeCore

/// The loop that the workers of a stage run in, and so what each of them is: decided once, here.
///
/// A new kind of worker is a case here with its loop in `Workers/`, a case of `WorkerKind`, and what the
/// compiler then asks for.
enum StageLoop: Equatable {
  /// A thread that takes slices: `StageWorker`.
  case slices
  /// A thread that keeps several elements with a program at once: `ConcurrentWorker`.
  case concurrent(Int)
  /// A Swift task: `TaskWorker`.
  case task
  /// A process of swpipe's own, and a thread that feeds it: `ProcessWorker`.
  case process
  /// A thread that takes everything before it gives anything: `SortWorker`.
  case sort

  /// Nil for a stage that runs in the workers that feed it.
  init?(_ plan: StagePlan, _ policy: SlicePolicy) {
    if plan.work == .sort {
      self = .sort
      return
    }
    // Such a worker waits for its program, which a task could only do in the way of others.
    let concurrent = policy.concurrency > 1 ? StageLoop.concurrent(policy.concurrency) : nil
    switch plan.kind {
    case .sync: return nil
    case .thread: self = concurrent ?? .slices
    // A program of the transform's own is a process already.
    case .process: self = concurrent ?? (policy.isRemote ? .slices : .process)
    case .task: self = concurrent ?? .task
    }
  }

  /// Whether the engine itself ends a worker whose element takes longer than its `timeout`; else what
  /// works on the element does.
  func endsLateWorkers(_ policy: SlicePolicy) -> Bool {
    switch self {
    case .slices, .task: !policy.isRemote
    case .concurrent, .process, .sort: false
    }
  }
}

internal import SwpipeCore

/// The loop that the workers of a stage run in, and so what each of them is: decided once, here.
///
/// A new kind of worker is a case here with its loop in `Workers/`, a case of `WorkerKind`, and what the
/// compiler then asks for.
enum StageLoop: Equatable {
  /// A Swift task: `TaskWorker`.
  case task
  case thread(ThreadLoop)

  /// What a thread of a stage does.
  enum ThreadLoop: Equatable {
    /// Takes slices and works on them: `StageWorker`.
    case slices
    /// Keeps several elements with a program at once: `ConcurrentWorker`.
    case concurrent(Int)
    /// Feeds a process of swpipe's own: `ProcessWorker`.
    case process
    /// Takes everything before it gives anything: `SortWorker`.
    case sort
  }

  /// Nil for a stage that runs in the workers that feed it.
  init?(_ plan: StagePlan, _ policy: SlicePolicy) {
    if plan.work == .sort {
      self = .thread(.sort)
      return
    }
    // Such a worker waits for its program, which a task could only do in the way of others.
    let concurrent: StageLoop? =
      policy.concurrency > 1 ? .thread(.concurrent(policy.concurrency)) : nil
    switch plan.kind {
    case .sync: return nil
    case .thread: self = concurrent ?? .thread(.slices)
    // A program of the transform's own is a process already.
    case .process: self = concurrent ?? .thread(policy.isRemote ? .slices : .process)
    case .task: self = concurrent ?? .task
    }
  }

  /// Whether the engine itself ends a worker whose element takes longer than its `timeout`; else what
  /// works on the element does.
  func endsLateWorkers(_ policy: SlicePolicy) -> Bool {
    switch self {
    case .task, .thread(.slices): !policy.isRemote
    case .thread(.concurrent), .thread(.process), .thread(.sort): false
    }
  }
}

/// Where the workers of a stage take their elements.
struct Intake: Sendable {
  let queue: BoundedQueue
  /// Puts what they give into order; nil where the stage is not ordered, or has one worker.
  let order: ArrivalOrder?
  /// How many workers share the queue.
  let workers: Int

  /// The most elements that a worker takes where nothing else limits them.
  static let mostAtOnce = 8192

  /// The most elements that one worker takes at once: its share of what the queue, or the order, may
  /// have, so that there are some for all.
  var share: Int {
    let limits = [queue.maxsize, order?.window ?? 0].filter { $0 > 0 }
    return limits.min().map { $0 / workers } ?? Intake.mostAtOnce
  }
}

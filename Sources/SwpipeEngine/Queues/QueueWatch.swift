internal import SwpipeCore

/// What a worker's transform knows of the queue that the worker takes from.
///
/// Used by one thread. Elements that the worker itself has leased count as still to come.
final class QueueWatch: InputWatch {
  private let queue: BoundedQueue
  private let bell: Bell

  init(_ queue: BoundedQueue) throws(RunFailure) {
    self.queue = queue
    bell = try Bell()
  }

  var outlook: InputOutlook { queue.outlook }
  var descriptor: Int32 { bell.descriptor }

  func listen() {
    if !queue.registerConsumer(.bell(bell), holdingSince: Clock.now) { bell.ring() }
  }

  func ignore() {
    // Somebody else may have use for what it rang for.
    queue.withdrawConsumer(bell)
    _ = bell.hear()
  }
}

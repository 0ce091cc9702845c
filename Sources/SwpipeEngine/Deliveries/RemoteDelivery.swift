internal import SwpipeCore

/// What a worker in a process of its own gives is kept until it is sent to the process that has the
/// queues, and so are the elements that failed for good.
final class RemoteDelivery {
  private var output = KeptOutput()
  private var failed: [FailedElement] = []
  private let stop: Futex
  /// Called when it has more than it should keep, to send what there is.
  var overflow: () -> Void = {}

  /// `stop` is what ends the work in this process.
  init(stop: Futex) {
    self.stop = stop
  }

  /// Keeps what goes to one queue.
  func push(_ target: QueueTarget, _ segment: Segment) {
    output.append(target, segment)
    if output.isTooMuch { overflow() }
  }

  /// Keeps an element that failed for good, for the other process to settle; false where the run stops
  /// because of it, and so does the work here.
  func keep(_ element: FailedElement) -> Bool {
    failed.append(element)
    guard element.final == .fail else { return true }
    stop.open()
    return false
  }

  /// Gives away what is to be sent.
  func take() -> (output: ArrivalOrder.Records, failed: [FailedElement]) {
    defer { failed = [] }
    return (output.take(), failed)
  }
}

internal import SwpipeCore

extension BoundedQueue {
  /// Puts a segment in; suspends the task while there is no room.
  func push(_ segment: Segment, reserved: Int = 0) async -> PushOutcome {
    var rest = segment
    var promised = reserved
    while true {
      switch attemptPush(&rest, reserved: promised) {
      case .accepted where rest.range.isEmpty: return .done
      case .accepted: await waitForRoom()
      case .discarded: return .discarded(rest.count)
      case .cancelled: return .cancelled(rest.count)
      }
      promised = 0
    }
  }

  /// Takes up to `grain` elements; suspends the task while there are none.
  func take(upTo grain: Int, leasing: Bool = false) async -> TakeOutcome {
    while true {
      switch attemptTake(upTo: grain, leasing: leasing) {
      case .segment(let segment): return .segment(segment)
      case .wait: await waitForElements()
      case .ended: return .ended
      case .cancelled: return .cancelled
      }
    }
  }

  private func waitForRoom() async {
    await withUnsafeContinuation { continuation in
      if !registerProducer(.task(continuation)) { continuation.resume() }
    }
  }

  private func waitForElements() async {
    await withUnsafeContinuation { continuation in
      if !registerConsumer(.task(continuation)) { continuation.resume() }
    }
  }
}

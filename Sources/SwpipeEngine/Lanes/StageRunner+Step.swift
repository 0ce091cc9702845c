internal import SwpipeCore

/// Steps, and what a worker does that may block its thread between them.
extension StageRunner {
  /// What `step` has left to do.
  enum Step: Equatable {
    case done
    case more
    /// The worker was replaced meanwhile; it must touch nothing any more.
    case givenUp
    /// So many nanoseconds are to pass before the next step.
    case wait(Int64)
  }

  /// Takes on elements that came within the lane; counts them as arrived first.
  func receive(_ batch: Batch, _ range: Range<Int>) {
    counters.arrive(range.count)
    counters.take(range.count)
    begin(batch, range)
  }

  /// Works on elements that are counted as held, and hands on what comes out; waits in between where
  /// a failed element is to be tried again.
  func process(_ batch: Batch, _ range: Range<Int>) {
    begin(batch, range)
    finish(.more)
  }

  /// Does all that is left after a step, on a thread.
  func finish(_ step: Step) {
    var step = step
    while true {
      switch step {
      case .done, .givenUp: return
      case .more: break
      case .wait(let nanoseconds): control.stop.wait(nanoseconds: nanoseconds)
      }
      step = self.step()
    }
  }
}

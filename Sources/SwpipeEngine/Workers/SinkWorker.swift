internal import SwpipeCore

/// The loop of a sink's thread: take, write; then, when it is known how the run ended, finish.
final class SinkWorker {
  private let plan: SinkPlan
  private var sink: any Sink
  private let queue: BoundedQueue
  private let counters: StageCounters
  private let control: RunControl
  private let verdict: Verdict
  private let parker = Parker()
  private let unit: Int

  init(_ open: OpenSink, control: RunControl) {
    plan = open.plan
    unit = open.unit.number
    sink = open.sink.value
    queue = open.queue
    counters = open.unit.counters
    self.control = control
    verdict = open.verdict
  }

  func run() {
    while write() {}
    // After a failure nobody takes what still waits.
    counters.drop(queue.cancel(), as: .abandoned)
    verdict.arrive()
    control.events.unpark()
    do {
      try sink.finish(verdict.wait())
    } catch {
      report(error, nil)
    }
  }

  /// Writes the next elements; false when there are no more or the sink has failed.
  private func write() -> Bool {
    let taken = queue.take(upTo: .max, leasing: true, parker: parker)
    guard case .segment(let segment) = taken else { return false }
    counters.take(segment.count)
    let started = Clock.now
    defer {
      counters.work(since: started)
      queue.release(leased: segment.count - 1)
    }
    let slice = Slice(segment.batch, segment.range)
    do {
      try sink.write(slice)
      counters.settle(segment.count, as: .kept)
      return true
    } catch {
      settle(segment, error)
      report(error, segment)
      return false
    }
  }

  private func settle(_ segment: Segment, _ failure: SinkFailure) {
    switch failure {
    case .element(let position, _):
      let written = position - segment.range.lowerBound
      counters.settle(written, as: .kept)
      counters.settle(1, as: .failed)
      counters.settle(segment.count - written - 1, as: .abandoned)
    case .closed, .output:
      counters.settle(segment.count, as: .abandoned)
    }
  }

  private func report(_ failure: SinkFailure, _ segment: Segment?) {
    switch failure {
    case .closed: control.sinkClosed(unit)
    case .output(let message):
      control.fail(RunFailure(.output, message, stage: plan.id, place: plan.place))
    case .element(let position, let failure):
      guard let segment else { return }
      let slice = Slice(segment.batch, segment.range)
      control.fail(
        RunFailure(
          .element,
          failure.message,
          stage: plan.id,
          elementIndex: slice.elementIndex(position),
          input: control.place(source: slice.source, position: slice.sourcePosition(position)),
          place: plan.place
        )
      )
    }
  }
}

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

  init(
    plan: SinkPlan,
    unit: Int,
    sink: any Sink,
    queue: BoundedQueue,
    counters: StageCounters,
    control: RunControl,
    verdict: Verdict
  ) {
    self.plan = plan
    self.unit = unit
    self.sink = sink
    self.queue = queue
    self.counters = counters
    self.control = control
    self.verdict = verdict
  }

  func run() {
    while write() {}
    // After a failure nobody takes what still waits.
    StageCounters.add(queue.cancel(), to: counters.abandoned)
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
    StageCounters.add(segment.count, to: counters.held)
    let started = Clock.now
    defer {
      StageCounters.add(-segment.count, to: counters.held)
      StageCounters.add(Int(Clock.now - started), to: counters.busyNanoseconds)
      queue.release(leased: segment.count - 1)
    }
    let slice = Slice(segment.batch, segment.range)
    do {
      try sink.write(slice)
      StageCounters.add(segment.count, to: counters.kept)
      return true
    } catch {
      count(segment, error)
      report(error, segment)
      return false
    }
  }

  private func count(_ segment: Segment, _ failure: SinkFailure) {
    switch failure {
    case .element(let position, _):
      let written = position - segment.range.lowerBound
      StageCounters.add(written, to: counters.kept)
      StageCounters.add(1, to: counters.failed)
      StageCounters.add(segment.count - written - 1, to: counters.abandoned)
    case .closed, .output:
      StageCounters.add(segment.count, to: counters.abandoned)
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

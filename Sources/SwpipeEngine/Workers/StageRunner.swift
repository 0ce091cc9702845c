internal import SwpipeCore

/// One worker's share of a stage: its transform, what it emits, and where that goes.
final class StageRunner {
  let plan: StagePlan
  private let work: Operator
  private let isInverted: Bool
  private let info: WorkerInfo
  private let counters: StageCounters
  private let control: RunControl
  private let gives: ResultType
  private unowned let lane: Lane
  private var transform: any Transform
  private var builder = BatchBuilder()
  var outlets: [Outlet] = []
  /// Whether the transform said that it refuses all further elements.
  private(set) var isExhausted = false

  init(
    plan: StagePlan,
    work: Operator,
    isInverted: Bool,
    info: WorkerInfo,
    gives: ResultType,
    transform: any Transform,
    counters: StageCounters,
    lane: Lane
  ) {
    self.plan = plan
    self.work = work
    self.isInverted = isInverted
    self.info = info
    self.gives = gives
    self.transform = transform
    self.counters = counters
    self.lane = lane
    control = lane.control
  }

  /// Works on elements that came within the lane; counts them as arrived first.
  func receive(_ batch: Batch, _ range: Range<Int>) {
    StageCounters.add(range.count, to: counters.arrived)
    StageCounters.add(range.count, to: counters.held)
    process(batch, range)
  }

  /// Works on elements that are counted as held, and hands on what comes out.
  func process(_ batch: Batch, _ range: Range<Int>) {
    if isExhausted {
      StageCounters.add(range.count, to: counters.consumed)
      StageCounters.add(-range.count, to: counters.held)
      return
    }
    let slice = Slice(batch, range)
    builder.begin(slice, for: work, isInverted: isInverted, type: gives.type(for: batch.type))
    var settled = range.lowerBound
    while settled < range.upperBound {
      let started = Clock.now
      var failure: ElementFailure?
      do {
        try transform.apply(slice, into: &builder)
      } catch {
        failure = error
      }
      StageCounters.add(Int(Clock.now - started), to: counters.busyNanoseconds)
      settle(builder.position - settled)
      settled = builder.position
      deliver(batch, slice)
      if let failure {
        stop(slice, at: settled, failure)
        return
      }
      if control.isStopped {
        abandon(range.upperBound - settled)
        return
      }
    }
    noteExhaustion()
  }

  /// Hands on what was emitted; where a filter kept everything, the elements themselves.
  private func deliver(_ batch: Batch, _ slice: borrowing Slice) {
    if builder.hasKeptAll(of: slice), batch.isWellFilled(by: slice.range) {
      lane.hand(batch, slice.range, to: outlets)
    } else if let output = builder.freeze(budget: control.budget) {
      if work == .flatMap { StageCounters.add(output.count, to: counters.emitted) }
      lane.hand(output, 0..<output.count, to: outlets)
    }
  }

  /// Counts elements that the transform is done with.
  private func settle(_ count: Int) {
    switch work {
    case .map, .flatMap: StageCounters.add(count, to: counters.kept)
    case .each: StageCounters.add(count, to: counters.consumed)
    case .filter:
      let kept = builder.takeKept()
      StageCounters.add(kept, to: counters.kept)
      StageCounters.add(count - kept, to: counters.filtered)
    }
    StageCounters.add(-count, to: counters.held)
  }

  private func stop(_ slice: borrowing Slice, at position: Int, _ failure: ElementFailure) {
    StageCounters.add(1, to: counters.failed)
    StageCounters.add(-1, to: counters.held)
    abandon(slice.range.upperBound - position - 1)
    control.fail(
      RunFailure(
        .element,
        failure.message,
        stage: plan.id,
        worker: info,
        elementIndex: slice.elementIndex(position),
        input: control.place(source: slice.source, position: slice.sourcePosition(position)),
        place: plan.place
      )
    )
  }

  private func abandon(_ count: Int) {
    StageCounters.add(count, to: counters.abandoned)
    StageCounters.add(-count, to: counters.held)
  }

  private func noteExhaustion() {
    guard !isInverted, let filter = transform as? any FilterTransform, filter.isExhausted else {
      return
    }
    isExhausted = true
  }

  /// Emits what the stage held for the end.
  func end() {}
}

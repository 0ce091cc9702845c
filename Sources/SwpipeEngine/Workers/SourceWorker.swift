internal import SwpipeCore

/// The loop of a source's thread: read, run the sync stages below, hand on; till the end or a stop.
final class SourceWorker {
  private let plan: SourcePlan
  private let number: Int
  private var source: any Source
  private let stop: SourceStop
  private let counters: StageCounters
  private let lane: Lane
  private var builder = BatchBuilder()
  private var grain = Grain(limit: .max)
  private var nextIndex: Int64 = 0

  /// `number` is the source's ordinal in the plan.
  init(
    plan: SourcePlan,
    number: Int,
    source: any Source,
    stop: SourceStop,
    counters: StageCounters,
    lane: Lane
  ) {
    self.plan = plan
    self.number = number
    self.source = source
    self.stop = stop
    self.counters = counters
    self.lane = lane
  }

  func run() {
    lane.patience = { [control = lane.control] in control.sourcePatience }
    stop.wakes(lane.parker)
    do {
      // Those below may want nothing from the start on.
      while !lane.isClosed, waitForMemory() {
        builder.begin(source: number, firstIndex: nextIndex, type: plan.gives)
        let state = try source.read(into: &builder)
        nextIndex = builder.nextIndex
        // A source that is cut short says that it is at its end, too.
        if case .end = state, !stop.isCutShort { lane.control.sourceFinished(number) }
        if let batch = builder.freeze(budget: lane.control.budget) { hand(batch) }
        if case .end = state { break }
        if lane.isClosed { break }
      }
    } catch {
      if let batch = builder.freeze(budget: lane.control.budget) { hand(batch) }
      var failure = error
      failure.stage = failure.stage ?? plan.id
      failure.place = failure.place ?? plan.place
      lane.control.fail(failure)
    }
    source.close()
    if lane.isClosed || (stop.isStopped && !stop.isCutShort) {
      lane.control.sourceFinished(number)
    }
    lane.end()
  }

  private func hand(_ batch: Batch) {
    StageCounters.add(batch.count, to: counters.arrived)
    StageCounters.add(batch.count, to: counters.held)
    var rest = 0..<batch.count
    while !rest.isEmpty {
      let isGivenUp = lane.patience().map { $0 <= 0 } ?? false
      if isGivenUp || lane.control.isStopped || lane.isClosed {
        StageCounters.add(-rest.count, to: counters.held)
        counters.drop(rest.count, isStopped: isGivenUp || lane.control.isEnding)
        return
      }
      let count = lane.runners.isEmpty ? rest.count : lane.reserve(min(grain.size, rest.count))
      let part = rest.lowerBound..<rest.lowerBound + count
      let started = Clock.now - lane.parker.waited
      StageCounters.add(-count, to: counters.held)
      StageCounters.add(count, to: counters.kept)
      lane.hand(batch, part, to: lane.outlets)
      lane.endSlice(count: count)
      grain.learn(count: count, nanoseconds: Clock.now - lane.parker.waited - started)
      rest = part.upperBound..<rest.upperBound
    }
  }

  /// Waits while the memory budget is spent and somebody below can make room; false when the source is
  /// to end.
  private func waitForMemory() -> Bool {
    lane.control.memory.wait(toFeedReadersOf: lane.unit, parker: lane.parker) { [stop] in
      stop.isStopped ? 0 : nil
    }
    return !stop.isStopped && !lane.control.isStopped
  }
}

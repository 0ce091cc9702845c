internal import SwpipeCore

/// The worker that gives what a `reduce` makes: waits for the states of the stage's workers, merges them
/// in the order of the workers, and hands on what comes of that.
///
/// It runs the sync stages below the reduce, which so have one worker, however many the reduce has.
final class ReduceWorker {
  private let plan: StagePlan
  private let meeting: ReduceMeeting
  private let counters: StageCounters
  private let lane: Lane
  private let control: RunControl
  /// Makes a state that has seen nothing.
  private let empty: () throws(RunFailure) -> any Reduction
  private var builder = BatchBuilder()
  private var grain = Grain(limit: .max)

  init(
    plan: StagePlan,
    meeting: ReduceMeeting,
    counters: StageCounters,
    lane: Lane,
    empty: @escaping () throws(RunFailure) -> any Reduction
  ) {
    self.plan = plan
    self.meeting = meeting
    self.counters = counters
    self.lane = lane
    self.empty = empty
    control = lane.control
  }

  func run() {
    if let states = meeting.wait(), !control.isStopped {
      do throws(RunFailure) {
        try emit(try merged(states))
      } catch {
        var failure = error
        failure.stage = failure.stage ?? plan.id
        failure.place = failure.place ?? plan.place
        control.fail(failure)
      }
    }
    lane.end()
  }

  private func merged(_ states: [any Reduction]) throws(RunFailure) -> any Reduction {
    let started = Clock.now
    defer { counters.work(since: started) }
    guard let first = states.first else { return try empty() }
    for other in states.dropFirst() {
      if control.isStopped { break }
      try first.merge(other)
    }
    return first
  }

  private func emit(_ reduction: any Reduction) throws(RunFailure) {
    var next: Int64 = 0
    var isDone = false
    while !isDone, !isOver {
      let started = Clock.now
      builder.begin(source: Topology.noSource, firstIndex: next, type: reduction.nextType)
      isDone = try reduction.emit(into: &builder)
      let batch = builder.freeze(budget: control.budget)
      counters.work(since: started)
      guard let batch else { continue }
      next += Int64(batch.count)
      counters.emit(batch.count)
      hand(batch)
    }
  }

  /// Whether nobody below takes elements any more.
  private var isOver: Bool { control.isStopped || lane.isClosed }

  private func hand(_ batch: Batch) {
    var rest = 0..<batch.count
    while !rest.isEmpty, !isOver {
      let count =
        lane.runners.isEmpty ? rest.count : lane.delivery.reserve(min(grain.size, rest.count))
      let part = rest.lowerBound..<rest.lowerBound + count
      let started = Clock.now - lane.delivery.parker.waited
      lane.hand(batch, part, to: lane.outlets)
      lane.delivery.endSlice(count: count)
      grain.learn(count: count, nanoseconds: Clock.now - lane.delivery.parker.waited - started)
      rest = part.upperBound..<rest.upperBound
    }
  }
}

internal import SwpipeCore

/// The loop of a source's thread: read, run the sync stages below, hand on; till the end or a stop.
final class SourceWorker {
  private let plan: SourcePlan
  /// Its number in the graph, which is its ordinal among the sources.
  private let number: Int
  private var source: any Source
  private let stop: SourceStop
  private let counters: StageCounters
  private let lane: Lane
  private var builder = BatchBuilder()
  private var grain = Grain(limit: .max)
  private var nextIndex: Int64 = 0
  /// The elements that the run still takes.
  private var wanted: Int64

  init(_ open: OpenSource, lane: Lane) {
    plan = open.plan
    number = open.unit.number
    source = open.source.value
    stop = open.stop
    counters = open.unit.counters
    self.lane = lane
    wanted = plan.limit ?? .max
  }

  func run() {
    stop.wakes(lane.delivery.parker)
    do {
      // Nothing may be wanted from the start on.
      loop: while wanted > 0, !lane.isClosed, waitForMemory() {
        builder.begin(source: number, firstIndex: nextIndex, type: plan.gives)
        let state = try source.read(into: &builder)
        nextIndex = builder.nextIndex
        if case .end = state { lane.control.sourceFinished(number) }
        handRead()
        switch state {
        case .more: continue
        case .badRow(let row): settle(row)
        case .end, .stopped: break loop
        }
      }
    } catch {
      handRead()
      // What is wrong behind the last element that is wanted does not matter.
      if wanted > 0 {
        var failure = error
        failure.stage = failure.stage ?? plan.id
        failure.place = failure.place ?? plan.place
        lane.control.fail(failure)
      }
    }
    source.close()
    if wanted == 0 || lane.isClosed || (stop.isStopped && !stop.isCutShort) {
      lane.control.sourceFinished(number)
    }
    lane.end()
  }

  /// Hands on what was read, as far as it is wanted; the rest counts as never read.
  private func handRead() {
    guard let batch = builder.freeze(budget: lane.control.budget) else { return }
    let count = Int(min(Int64(batch.count), wanted))
    wanted -= Int64(count)
    hand(batch, count)
  }

  private func hand(_ batch: Batch, _ count: Int) {
    counters.arrive(count)
    counters.take(count)
    var rest = 0..<count
    while !rest.isEmpty {
      let isGivenUp = lane.control.sourcePatience.map { $0 <= 0 } ?? false
      if isGivenUp || lane.control.isStopped || lane.isClosed {
        counters.settle(
          rest.count,
          as: .dropped(isStopped: isGivenUp || lane.control.isEnding)
        )
        return
      }
      let count =
        lane.runners.isEmpty ? rest.count : lane.delivery.reserve(min(grain.size, rest.count))
      let part = rest.lowerBound..<rest.lowerBound + count
      let started = Clock.now - lane.delivery.parker.waited
      counters.settle(count, as: .kept)
      lane.hand(batch, part, to: lane.outlets)
      lane.delivery.endSlice(count: count)
      grain.learn(count: count, nanoseconds: Clock.now - lane.delivery.parker.waited - started)
      rest = part.upperBound..<rest.upperBound
    }
  }

  /// Does with a row that is none what the source's policy says, once the elements before it are handed
  /// on.
  private func settle(_ row: BadRow) {
    let position = nextIndex
    nextIndex += 1
    // What is wrong behind the last element that is wanted does not matter.
    guard wanted > 0 else { return }
    wanted -= 1
    counters.arrive(1)
    let isGivenUp = lane.control.sourcePatience.map { $0 <= 0 } ?? false
    if isGivenUp || lane.control.isStopped || lane.isClosed {
      return counters.drop(1, as: .dropped(isStopped: isGivenUp || lane.control.isEnding))
    }
    _ = lane.settle(
      FailedElement(row, source: number, position: position, plan: plan),
      counters: counters
    )
  }

  /// Waits while the memory budget is spent and somebody below can make room; false when the source is
  /// to end.
  private func waitForMemory() -> Bool {
    lane.control.memory.wait(toFeedReadersOf: lane.unit, parker: lane.delivery.parker) { [stop] in
      stop.isStopped ? 0 : nil
    }
    return !stop.isStopped && !lane.control.isStopped
  }
}

internal import SwpipeCore

/// What a worker process gave for a batch, or for a part of one.
struct WorkerOutput {
  /// Elements for the queues below, by the number of the queue in the order of `Topology.targets`.
  var batches: [(target: Int, batch: Batch)] = []
  /// What was counted, in the order of the head stage and the sync stages below it.
  var changes: [CounterChange] = []
  var failures: [(unit: Int, element: FailedElement)] = []

  /// Reads it behind the kind of its frame.
  init(
    _ frame: FrameReader,
    units: Int,
    targets: Int,
    _ topology: Topology,
    budget: MemoryBudget
  ) throws(FrameLoss) {
    for _ in 0..<(try frame.count()) {
      let target = try frame.number()
      let batch = try frame.batch(budget: budget)
      guard (0..<targets).contains(target), WorkerOutput.isSource(batch.source, topology) else {
        throw .garbled
      }
      batches.append((target, batch))
    }
    for _ in 0..<units { changes.append(try frame.counterChange()) }
    for _ in 0..<(try frame.count()) {
      let failure = try frame.failedElement(topology)
      guard WorkerOutput.isSource(failure.1.source, topology) else { throw .garbled }
      failures.append((failure.unit, failure.1))
    }
  }

  /// Whether elements were dropped for no failure's sake.
  var hasAbandoned: Bool {
    changes.contains { $0.abandoned > 0 }
      && !failures.contains { $0.element.plan.onError.then == .fail }
  }

  private static func isSource(_ number: Int, _ topology: Topology) -> Bool {
    guard topology.units.indices.contains(number), case .source = topology.units[number] else {
      return false
    }
    return true
  }

  /// Writes what a worker process has at hand, and forgets it.
  static func put(_ lane: Lane, units: [Int], to frame: inout FrameWriter) {
    let records = lane.takeRecords()
    frame.put(records.count)
    for record in records {
      frame.put(lane.targets.firstIndex { $0 === record.target } ?? -1)
      frame.put(Slice(record.segment.batch, record.segment.range))
    }
    for unit in units { frame.put(lane.control.counters[unit].takeChange()) }
    frame.put(lane.unsettled.count)
    for element in lane.unsettled {
      // The plan's ids are unique.
      let unit = units.first { lane.control.topology.units[$0].id == element.plan.id }
      frame.put(element, unit: unit ?? -1)
    }
    lane.unsettled = []
  }
}

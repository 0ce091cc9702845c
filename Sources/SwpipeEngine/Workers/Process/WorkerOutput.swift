internal import SwpipeCore

/// What a worker process gave for a batch, or for a part of one.
struct WorkerOutput {
  /// Elements for the queues below, by the number of the queue in the order of `Topology.targets`.
  var segments: [(target: Int, segment: Segment)] = []
  /// What was counted, in the order of the head stage and the sync stages below it.
  var changes: [CounterChange] = []
  var failures: [(unit: Int, element: FailedElement)] = []
  /// What went wrong that is no element's fault, and stops the run.
  var failure: RunFailure?

  /// About the bytes of its elements, with their ends and indices.
  var byteCount: Int {
    segments.reduce(0) { sum, part in
      sum + part.segment.byteCount + part.segment.count * (4 + 8 * part.segment.batch.depth)
    }
  }

  /// Nothing, of so many stages.
  init(units: Int) {
    changes = Array(repeating: CounterChange(), count: units)
  }

  /// Takes what a worker process has at hand.
  init(of lane: Lane, _ delivery: RemoteDelivery, units: [Int]) {
    let (output, failed) = delivery.take()
    segments = output.map { record in
      (lane.targets.firstIndex { $0 === record.target } ?? -1, record.segment)
    }
    changes = units.map { lane.control.units[$0].counters.takeChange() }
    failures = failed.map { element in
      // The plan's ids are unique.
      (units.first { lane.control.topology.units[$0].id == element.unit } ?? -1, element)
    }
    if case .failed(let failure)? = lane.control.ending { self.failure = failure }
  }

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
      segments.append((target, Segment(batch: batch, range: 0..<batch.count)))
    }
    for _ in 0..<units { changes.append(try frame.counterChange()) }
    for _ in 0..<(try frame.count()) {
      let failure = try frame.failedElement(topology)
      guard WorkerOutput.isSource(failure.1.source, topology) else { throw .garbled }
      failures.append((failure.unit, failure.1))
    }
    failure = try frame.optional { (frame) throws(FrameLoss) in try frame.failure() }
  }

  /// Whether elements were dropped for no failure's sake.
  var hasAbandoned: Bool {
    changes.contains { $0.abandoned > 0 } && failure == nil
      && !failures.contains { $0.element.final == .fail }
  }

  private static func isSource(_ number: Int, _ topology: Topology) -> Bool {
    guard topology.units.indices.contains(number), case .source = topology.units[number] else {
      return false
    }
    return true
  }

  /// Writes it, to be read by another process, or again by this one.
  func put(to frame: inout FrameWriter) {
    frame.put(segments) { frame, part in
      frame.put(part.target)
      frame.put(Slice(part.segment.batch, part.segment.range))
    }
    for change in changes { frame.put(change) }
    frame.put(failures) { $0.put($1.element, unit: $1.unit) }
    frame.put(failure) { $0.put($1) }
  }
}

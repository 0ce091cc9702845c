import SwpipeCore
import Synchronization

/// Twelve numbers, three with each read.
struct FaultySource: Source {
  static let count = 12

  let fault: Fault
  private var next = 0

  init(fault: Fault) {
    self.fault = fault
  }

  mutating func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState {
    try fault.use(.read)
    for _ in 0..<3 {
      output.append(utf8: "\(next)")
      output.endElement()
      next += 1
    }
    return next == FaultySource.count ? .end : .more
  }

  mutating func close() {}
}

/// Gives each element, a flat_map twice; it fails between the two.
struct FaultyTransform: Transform {
  let work: SwpipeCore.Operator
  let fault: Fault

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      if work == .flatMap {
        slice.withElement(output.position) { output.append($0) }
        output.endElement()
      }
      if fault.strikes(.transform) { throw ElementFailure(Fault.message) }
      if work == .filter {
        output.decide(true)
        output.position += 1
        continue
      }
      slice.withElement(output.position) { output.append($0) }
      output.endElement()
      if work == .flatMap { output.finishElement() } else { output.position += 1 }
    }
  }
}

final class FaultyResource: Resource {
  let fault: Fault

  init(fault: Fault) throws(RunFailure) {
    self.fault = fault
    try fault.use(.resourceStart)
    fault.trace.withLock { $0.startedResources += 1 }
  }

  func close() throws(RunFailure) {
    fault.trace.withLock { $0.closedResources += 1 }
    try fault.use(.resourceClose)
  }
}

struct FaultySink: Sink {
  let fault: Fault
  var sink: CollectingSink

  mutating func write(_ slice: borrowing Slice) throws(SinkFailure) {
    if fault.strikes(.write) { throw .output(Fault.message) }
    if fault.strikes(.writeElement) {
      throw .element(slice.range.lowerBound, ElementFailure(Fault.message))
    }
    try sink.write(slice)
  }

  mutating func finish(_ end: RunEnd) throws(SinkFailure) {
    if fault.strikes(.finish) { throw .output(Fault.message) }
    try sink.finish(end)
  }

  mutating func abandon() {
    sink.abandon()
  }
}

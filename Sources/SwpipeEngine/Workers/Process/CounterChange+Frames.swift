internal import SwpipeCore

extension FrameWriter {
  mutating func put(_ change: CounterChange) {
    for field in [
      change.arrived, change.kept, change.emitted, change.filtered, change.consumed,
      change.abandoned, change.retried, change.busyNanoseconds, change.restarts,
    ] { put(field) }
    put(change.routed.count)
    for count in change.routed { put(count) }
  }
}

extension FrameReader {
  func counterChange() throws(FrameLoss) -> CounterChange {
    var change = CounterChange(
      arrived: try number(),
      kept: try number(),
      emitted: try number(),
      filtered: try number(),
      consumed: try number(),
      abandoned: try number(),
      retried: try number(),
      busyNanoseconds: try number(),
      restarts: try number()
    )
    let routes = try number()
    guard (0...RoutePlan.most).contains(routes) else { throw .garbled }
    for _ in 0..<routes { change.routed.append(try number()) }
    return change
  }
}

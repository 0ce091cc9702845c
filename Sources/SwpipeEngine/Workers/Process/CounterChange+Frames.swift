extension FrameWriter {
  mutating func put(_ change: CounterChange) {
    for field in [
      change.arrived, change.kept, change.emitted, change.filtered, change.consumed,
      change.abandoned, change.retried, change.busyNanoseconds, change.restarts,
    ] { put(field) }
  }
}

extension FrameReader {
  func counterChange() throws(FrameLoss) -> CounterChange {
    CounterChange(
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
  }
}

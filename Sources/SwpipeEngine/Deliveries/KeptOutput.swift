/// What a lane has given and nobody has handed on yet, in order, and how many bytes it has.
struct KeptOutput {
  private(set) var records: ArrivalOrder.Records = []
  private(set) var byteCount = 0

  /// The bytes past which it is too much to be kept.
  static let limit = 1 << 20

  /// Whether there is more than should be kept in memory.
  var isTooMuch: Bool { byteCount > KeptOutput.limit }

  mutating func append(_ target: QueueTarget, _ segment: Segment) {
    records.append(ArrivalOrder.Record(target: target, segment: segment))
    byteCount += segment.byteCount
  }

  /// Gives everything away; nothing is kept then.
  mutating func take() -> ArrivalOrder.Records {
    let taken = records
    records = []
    byteCount = 0
    return taken
  }
}

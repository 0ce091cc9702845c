/// How many elements a worker takes at once: 1 at first, more while a slice takes under 50 µs.
///
/// So slow elements spread over all workers one at a time, and fast ones cost nanoseconds.
struct Grain {
  /// Nanoseconds that a slice should take about.
  static let target: Int64 = 50_000
  /// The same for slices that are sent to another process, which costs a round trip each.
  static let remoteTarget: Int64 = 2_000_000
  private let limit: Int
  private let target: Int64
  private(set) var size: Int

  init(limit: Int, target: Int64 = Grain.target) {
    self.limit = max(1, limit)
    self.target = target
    size = 1
  }

  /// Learns from a slice of `count` elements that took so long.
  mutating func learn(count: Int, nanoseconds: Int64) {
    if nanoseconds > target {
      let fitting = Int64(count) * target / nanoseconds
      size = max(1, min(limit, Int(fitting)))
    } else if count >= size, nanoseconds < target / 2 {
      size = min(limit, size * 2)
    }
  }
}

/// How many elements a worker takes at once: 1 at first, more while a slice takes under 50 µs.
///
/// So slow elements spread over all workers one at a time, and fast ones cost nanoseconds.
struct Grain {
  /// Nanoseconds that a slice should take about.
  static let target: Int64 = 50_000
  /// The same for slices that a plugin's process gets, which costs a round trip each.
  static let remoteTarget: Int64 = 2_000_000
  /// The same for slices that a worker process gets, which cost it and the thread that feeds it some
  /// tens of microseconds each.
  static let processTarget: Int64 = 1_000_000
  private let limit: Int
  private let target: Int64
  private(set) var size: Int
  /// Whether the last slice took about as long as it should, or less.
  private(set) var isQuick = false

  init(limit: Int, target: Int64 = Grain.target) {
    self.limit = max(1, limit)
    self.target = target
    size = 1
  }

  /// As many elements as take about 50 µs, which are not worth while to be left to other workers.
  private(set) var leastShare = 1
  /// Whether the last slice was no longer than that.
  private(set) var isShort = false

  /// Learns from a slice of `count` elements that took so long.
  mutating func learn(count: Int, nanoseconds: Int64) {
    isQuick = nanoseconds < target * 2
    isShort = nanoseconds <= Grain.target
    leastShare = Int(max(1, min(Int64(limit), Int64(count) * Grain.target / max(nanoseconds, 1))))
    if nanoseconds > target {
      let fitting = Int64(count) * target / nanoseconds
      size = max(1, min(limit, Int(fitting)))
    } else if count >= size, nanoseconds < target / 2 {
      size = min(limit, size * 2)
    }
  }
}

/// How many elements a worker takes at once: 1 at first, more while a slice takes under 50 µs.
///
/// So slow elements spread over all workers one at a time, and fast ones cost nanoseconds.
struct Grain {
  /// Nanoseconds that a slice should take about.
  static let target: Int64 = 50_000
  private let limit: Int
  private(set) var size = 1

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// Learns from a slice of `count` elements that took so long.
  mutating func learn(count: Int, nanoseconds: Int64) {
    if nanoseconds > Grain.target {
      let fitting = Int64(count) * Grain.target / nanoseconds
      size = max(1, min(limit, Int(fitting)))
    } else if count >= size, nanoseconds < Grain.target / 2 {
      size = min(limit, size * 2)
    }
  }
}

/// How many elements may be with a plugin's process at once: as many as it works on, or so many ahead
/// that a cheap function need not wait for round trips.
///
/// What has been sent cannot be given to another worker, so it is about a millisecond's work and no
/// more. With less, a plugin that answers whenever it has nothing more to do spends its time on round
/// trips: with a quarter of a millisecond, a Python function took 17 µs an element, not 8.
struct SendWindow {
  /// Nanoseconds of work that are sent ahead.
  static let ahead: Int64 = 1_000_000
  private static let most = 8192

  private(set) var size: Int
  private let concurrency: Int
  private let isFixed: Bool
  /// Nanoseconds for an element, lately.
  private var mean: Double?

  /// A fixed window sends nothing ahead, because the time of an element begins when it is sent.
  init(concurrency: Int, isFixed: Bool) {
    self.concurrency = concurrency
    self.isFixed = isFixed
    size = concurrency
  }

  /// Learns that so many elements were answered within so many nanoseconds.
  mutating func learn(count: Int, nanoseconds: Int64) {
    guard count > 0, !isFixed else { return }
    let each = Double(max(1, nanoseconds)) / Double(count)
    // A slow element counts at once, a fast one by and by.
    let before = mean ?? each
    let now = each > before ? each : before + (each - before) / 2
    mean = now
    size = max(concurrency, min(SendWindow.most, Int(Double(SendWindow.ahead) / now)))
  }
}

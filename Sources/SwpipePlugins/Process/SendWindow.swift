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
  /// Nanoseconds that answers are added up for before they say what an element takes: a few elements at
  /// the end of a slice take little more than the way there and back.
  private static let measure = ahead / 4

  private(set) var size: Int
  private let concurrency: Int
  private let isFixed: Bool
  /// Nanoseconds for an element, lately.
  private var mean: Double?
  /// What was answered since.
  private var heard: (count: Int, nanoseconds: Int64) = (0, 0)
  /// What that said the last time.
  private var last: Double?

  /// A fixed window sends nothing ahead, because the time of an element begins when it is sent.
  init(concurrency: Int, isFixed: Bool) {
    self.concurrency = concurrency
    self.isFixed = isFixed
    size = concurrency
  }

  /// Twice as many from now on.
  mutating func widen() {
    if !isFixed { size = min(SendWindow.most, size * 2) }
  }

  /// Learns that so many elements were answered within so many nanoseconds.
  mutating func learn(count: Int, nanoseconds: Int64) {
    guard count > 0, !isFixed else { return }
    heard.count += count
    heard.nanoseconds += max(1, nanoseconds)
    guard heard.nanoseconds >= SendWindow.measure else { return }
    let each = Double(heard.nanoseconds) / Double(heard.count)
    heard = (0, 0)
    // What was slow twice in a row counts at once, what is fast by and by. Once may have been a wait for
    // a processor, and a small window would make for more waits. Nothing is lost by that: there is never
    // more with the process than there was before the first of them.
    let sure = min(each, last ?? each)
    last = each
    let before = mean ?? sure
    let now = sure > before ? sure : before + (sure - before) / 2
    mean = now
    size = max(concurrency, min(SendWindow.most, Int(Double(SendWindow.ahead) / now)))
  }
}

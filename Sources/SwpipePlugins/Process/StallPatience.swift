/// How long a filter that owes answers, has read everything and sleeps is waited for before its standard
/// input is closed, so that it gives what it keeps back or ends without.
///
/// A filter that has been slow is given more time from then on, one that has left a line unanswered less.
struct StallPatience {
  /// When it last wrote something, or was given something after that.
  private(set) var lastNews: Int64 = 0
  private var checked: Int64 = 0
  private var closed: Int64 = 0
  private var patience = StallPatience.first

  private static let first: Int64 = 5_000_000_000
  private static let least: Int64 = 20_000_000
  private static let soon: Int64 = 100_000_000
  private static let most: Int64 = 600_000_000_000
  /// Nanoseconds between two looks at one whose time is over.
  private static let pause: Int64 = 1_000_000_000

  mutating func noteNews(_ now: Int64) {
    lastNews = now
    checked = 0
  }

  /// When to look next.
  var moment: Int64 { max(lastNews + patience, checked + min(patience, Self.pause)) }

  /// Whether the time is over, now that one looks.
  mutating func isOver(_ now: Int64) -> Bool {
    checked = now
    return now - lastNews >= patience
  }

  /// Its standard input is closed.
  mutating func noteClose(_ now: Int64) {
    closed = now
  }

  /// All its answers came once its standard input was closed: soon, so that it had kept them back, or late,
  /// because it was slow.
  mutating func noteAnswer(_ now: Int64) {
    patience = now - closed < Self.soon ? Self.least : min(Self.most, patience * 8)
  }

  /// It ended without all its answers.
  mutating func noteMiss() {
    patience = Self.least
  }
}

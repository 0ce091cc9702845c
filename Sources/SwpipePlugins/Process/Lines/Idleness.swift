/// How long a filter is waited for to go to sleep once it has answered all.
///
/// One that has threads which are always at work is found out after a few times and not waited for again.
struct Idleness {
  /// Nanoseconds between two looks.
  static let pause: Int64 = 50_000
  private static let long: Int64 = 100_000_000
  private static let mostRestless = 5

  /// How often in a row it did not go to sleep in time.
  private var restless = 0

  /// Nanoseconds.
  var patience: Int64 { restless < Self.mostRestless ? Self.long : 0 }

  mutating func note(_ isAsleep: Bool) {
    restless = isAsleep ? 0 : restless + 1
  }
}

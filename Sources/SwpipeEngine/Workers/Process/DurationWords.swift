/// A duration as a spec writes it.
enum DurationWords {
  /// In the largest unit that shows all of it: `500ms`, `90s`, `2m`.
  static func text(_ nanoseconds: Int64) -> String {
    let units: [(Int64, String)] = [
      (3_600_000_000_000, "h"), (60_000_000_000, "m"), (1_000_000_000, "s"), (1_000_000, "ms"),
      (1000, "us"),
    ]
    for (size, unit) in units where nanoseconds > 0 && nanoseconds % size == 0 {
      return "\(nanoseconds / size)\(unit)"
    }
    return "\(nanoseconds)ns"
  }
}

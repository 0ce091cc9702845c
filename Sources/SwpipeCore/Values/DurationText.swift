/// Reads durations as specs write them.
package enum DurationText {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]
  private static let form = "a duration has a unit: ns, us, ms, s, m or h, as in `250ms` or `1m30s`"

  /// The nanoseconds of `250ms`, `1.5s`, `1m30s`, or of a bare `0`, which is off.
  package static func nanoseconds(_ text: String) throws(UnitProblem) -> Int64 {
    if text == "0" { return 0 }
    guard let parts = UnitText.parts(of: text) else { throw UnitProblem(help: form) }
    var total: Int64 = 0
    var last = Int64.max
    for part in parts {
      if part.unit.isEmpty {
        guard parts.count == 1 else { throw UnitProblem(help: form) }
        throw UnitProblem(help: "say the unit: `\(text)s`, or `\(text)ms`")
      }
      let name = part.unit == "µs" || part.unit == "μs" ? "us" : part.unit
      guard let unit = units.first(where: { $0.name == name }) else {
        throw UnitProblem(range: part.unitRange, help: unknown(part.unit))
      }
      guard unit.nanoseconds < last else {
        throw UnitProblem(help: "larger units stand first, each once, as in `1h2m3s`")
      }
      last = unit.nanoseconds
      guard let value = UnitText.scaled(part.number, by: unit.nanoseconds) else { throw tooLong }
      let (sum, overflow) = total.addingReportingOverflow(value)
      if overflow { throw tooLong }
      total = sum
    }
    return total
  }

  /// A number of nanoseconds as a spec would have it.
  package static func text(_ nanoseconds: Int64) -> String {
    Duration.text(nanoseconds: nanoseconds)
  }

  private static var tooLong: UnitProblem {
    UnitProblem(help: "the longest duration is about 2,562,047 hours")
  }

  private static func unknown(_ unit: String) -> String {
    switch unit.lowercased() {
    case "sec", "secs", "second", "seconds": "seconds are `s`"
    case "min", "mins", "minute", "minutes": "minutes are `m`"
    case "hour", "hours", "hr", "hrs": "hours are `h`"
    case "d", "day", "days": "a day is `24h`"
    case "msec", "millis", "millisecond", "milliseconds": "milliseconds are `ms`"
    case let lower where units.contains(where: { $0.name == lower }): "write it `\(lower)`"
    default: form
    }
  }
}

extension Duration {
  /// Nanoseconds as specs write durations: `500ms`, `1m30s`.
  package static func text(nanoseconds: Int64) -> String {
    let units: [(name: String, size: Int64)] = [
      ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
      ("us", 1_000), ("ns", 1),
    ]
    var left = nanoseconds
    var text = ""
    for unit in units where left >= unit.size {
      text += "\(left / unit.size)\(unit.name)"
      left %= unit.size
    }
    return text.isEmpty ? "0" : text
  }
}

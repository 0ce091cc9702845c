/// The counts in a report that `--report` wrote.
package struct ReportCounts {
  /// The exit status.
  package let exit: Int
  /// By id: sources, stages and sinks.
  package let units: [String: [String: Int]]

  /// Reads the report, which has a line for each count; nil where there is none.
  package init?(_ text: String?) {
    guard let text, let exit = text.firstMatch(of: /"exit": (\d+)/) else { return nil }
    self.exit = Int(exit.1) ?? -1
    var units: [String: [String: Int]] = [:]
    var id: String?
    for line in text.split(separator: "\n") {
      if let found = line.firstMatch(of: /^ +"id": "(.*)"/) { id = String(found.1) }
      guard let id, let count = line.firstMatch(of: /^ +"(\w+)": (\d+),?$/) else { continue }
      units[id, default: [:]][String(count.1)] = Int(count.2)
    }
    self.units = units
  }

  /// One count; 0 where there is none of the name.
  package func count(_ name: String, of id: String) -> Int { units[id]?[name] ?? 0 }

  /// The units whose counts do not add up.
  package var unbalanced: [String] {
    let ends = ["kept", "filtered", "failed", "skipped", "consumed", "abandoned"]
    return units.filter { unit in
      unit.value["in"] != ends.reduce(0) { $0 + (unit.value[$1] ?? 0) }
    }
    .map { "\($0.key): \($0.value)" }
  }
}

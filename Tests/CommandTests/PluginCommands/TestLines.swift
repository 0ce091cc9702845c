/// The points of a report in TAP.
struct TestLines {
  struct Point: Equatable {
    var number: Int
    var passed: Bool
    var name: String
    /// Why it was skipped, if it was.
    var skipped: String?
    /// What failed.
    var message = ""
  }

  private(set) var points: [Point] = []
  private(set) var plan: Int?
  private(set) var hasBailedOut = false

  /// Reads a report; nil where a line is none of TAP's.
  init?(_ text: String) {
    var lines = text.split(separator: "\n")[...]
    guard lines.popFirst() == "TAP version 14" else { return nil }
    for line in lines {
      if let found = line.firstMatch(of: /^(not )?ok (\d+) - (.*?)(?: # SKIP (.*))?$/) {
        guard let number = Int(found.2) else { return nil }
        points.append(
          Point(
            number: number,
            passed: found.1 == nil,
            name: String(found.3),
            skipped: found.4.map { String($0) }
          )
        )
      } else if let found = line.firstMatch(of: /^1\.\.(\d+)$/) {
        plan = Int(found.1)
      } else if let found = line.firstMatch(of: /^  message: "(.*)"$/) {
        guard !points.isEmpty else { return nil }
        points[points.count - 1].message = String(found.1)
      } else if line.hasPrefix("Bail out!") {
        hasBailedOut = true
      } else if !line.hasPrefix("#"), line != "  ---", line != "  ..." {
        return nil
      }
    }
  }

  var failed: [Point] { points.filter { !$0.passed } }
}

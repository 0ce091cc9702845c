/// What a run reported: the counts of its sources, stages and sinks.
///
/// Reads what `--report` writes: a key and its value on each line.
struct Report {
  private(set) var sources: [String: [String: Int]] = [:]
  private(set) var stages: [String: [String: Int]] = [:]
  private(set) var sinks: [String: [String: Int]] = [:]

  init(_ json: String) {
    var section: WritableKeyPath<Report, [String: [String: Int]]>?
    var id: String?
    for line in json.split(separator: "\n") {
      switch line {
      case #"  "sources": ["#: section = \.sources
      case #"  "stages": ["#: section = \.stages
      case #"  "sinks": ["#: section = \.sinks
      default: break
      }
      guard let section, let (_, key, text, number) = Report.member(line) else { continue }
      if key == "id" {
        id = text.map(String.init)
        if let id { self[keyPath: section][id] = [:] }
      } else if let id, let number, let count = Int(number) {
        self[keyPath: section][id]?[String(key)] = count
      }
    }
  }

  private static func member(_ line: Substring) -> (Substring, Substring, Substring?, Substring?)? {
    line.firstMatch(of: /^ +"(\w+)": (?:"([^"]*)"|(-?\d+)),?$/)?.output
  }

  /// A count of a stage; -1 where there is none.
  func count(_ key: String, of stage: String) -> Int {
    stages[stage]?[key] ?? -1
  }

  /// What is wrong with the counts: elements that are not accounted for, queues that were too full.
  var problems: [String] {
    var problems: [String] = []
    for (id, counts) in sources.merging(stages, uniquingKeysWith: { $1 })
      .merging(sinks, uniquingKeysWith: { $1 })
    {
      let fates = ["kept", "filtered", "failed", "skipped", "consumed", "abandoned"]
      let known = fates.reduce(0) { $0 + (counts[$1] ?? 0) }
      if counts["in"] != known { problems.append("`\(id)` does not balance: \(counts)") }
      if let maxsize = counts["maxsize"], let most = counts["max_queued"], maxsize > 0,
        most > maxsize
      {
        problems.append("\(most) elements waited for `\(id)`, whose maxsize is \(maxsize)")
      }
    }
    return problems
  }
}

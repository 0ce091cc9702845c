/// How many failed elements a run tolerates: `--halt fail=N` or `fail=N%`.
package enum HaltLimit: Hashable, Sendable, CustomStringConvertible {
  /// Stops at so many.
  case count(Int)
  /// Stops when more than so many in a hundred elements that one source, stage or sink is done with have
  /// failed, and at least three.
  case percent(Double)

  /// The fewest failures that a share is taken of, so that the first element alone decides nothing.
  static let fewest = 3

  package var description: String {
    switch self {
    case .count(let count): "fail=\(count)"
    case .percent(let percent) where percent == percent.rounded(): "fail=\(Int(percent))%"
    case .percent(let percent): "fail=\(percent)%"
    }
  }

  /// Whether it looks at the whole run, and not at one source, stage or sink.
  var isOfRun: Bool {
    switch self {
    case .count: true
    case .percent: false
    }
  }

  /// Whether so many failures are too many, among so many elements that are done with, failed ones
  /// included.
  func isPassed(failures: Int, settled: Int) -> Bool {
    switch self {
    case .count(let count): failures >= count
    case .percent(let percent):
      failures >= HaltLimit.fewest && Double(failures) * 100 > percent * Double(settled)
    }
  }
}

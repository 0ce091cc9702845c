/// How many failed elements a run tolerates: `--halt fail=N` or `fail=N%`.
package enum HaltLimit: Hashable, Sendable, CustomStringConvertible {
  /// Stops at so many.
  case count(Int)
  /// Stops when more than so many in a hundred elements have failed, and at least three.
  case percent(Double)

  /// The fewest failures that a share is taken of, so that the first element alone decides nothing.
  static let fewest = 3

  package var description: String {
    switch self {
    case .count(let count): "fail=\(count)"
    case .percent(let percent): "fail=\(percent)%"
    }
  }

  /// Whether so many failures among so many elements are too many.
  func isPassed(failures: Int, elements: Int) -> Bool {
    switch self {
    case .count(let count): failures >= count
    case .percent(let percent):
      failures >= HaltLimit.fewest && Double(failures) * 100 > percent * Double(max(1, elements))
    }
  }
}

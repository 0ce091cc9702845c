import Testing

/// The layouts of two stages that follow one another.
struct LayoutPair: Hashable, Sendable, CustomTestStringConvertible {
  var first: Layout
  var second: Layout

  var testDescription: String {
    "\(first.testDescription) then \(second.testDescription)"
  }

  /// Every pair of kinds, with every number of workers and every maxsize on both sides.
  ///
  /// The second stage has other numbers than the first one, so that many feed few and few many.
  static let all: [LayoutPair] = {
    var pairs: [LayoutPair] = []
    for first in Layout.all() {
      for kind in WorkerKind.allCases {
        if kind == .sync {
          pairs.append(LayoutPair(first: first, second: Layout(kind: .sync)))
        } else if first.kind == .sync {
          pairs += Layout.all(of: [kind]).map { LayoutPair(first: first, second: $0) }
        } else {
          let second = Layout(
            kind: kind,
            workers: next(after: first.workers, in: Layout.workers),
            maxsize: next(after: first.maxsize, in: Layout.maxsizes)
          )
          pairs.append(LayoutPair(first: first, second: second))
        }
      }
    }
    return pairs
  }()

  private static func next(after value: Int, in values: [Int]) -> Int {
    let position = values.firstIndex(of: value) ?? 0
    return values[(position + 1) % values.count]
  }

  /// A number of its own, from which its input is made.
  var seed: UInt64 {
    UInt64(LayoutPair.all.firstIndex(of: self) ?? 0)
  }
}

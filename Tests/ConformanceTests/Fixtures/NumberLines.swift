import CommandSupport

/// Generated input: lines of whole numbers between blanks, none in some of them.
struct NumberLines {
  let lines: [[Int]]

  /// No line at all for every eighth seed, one for the next, then many.
  init(seed: UInt64, perLine: ClosedRange<Int> = 0...3) {
    var random = SplitMix(seed: seed)
    let count = seed % 8 < 2 ? Int(seed % 8) : Int.random(in: 2...150, using: &random)
    lines = (0..<count).map { _ in
      (0..<Int.random(in: perLine, using: &random)).map { _ in
        Int.random(in: -99...99, using: &random)
      }
    }
  }

  var text: String {
    lines.map { $0.map(String.init).joined(separator: " ") + "\n" }.joined()
  }

  /// All numbers, line after line.
  var numbers: [Int] { lines.flatMap { $0 } }
}

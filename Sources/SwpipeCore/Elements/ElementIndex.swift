/// An element's position in its source, and one number more for each flat_map it passed through.
package struct ElementIndex: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  package var numbers: [Int]

  package init(_ numbers: [Int]) {
    self.numbers = numbers
  }

  /// `(17)` or `(17, 3)`.
  package var description: String {
    "(" + numbers.map { String($0) }.joined(separator: ", ") + ")"
  }

  /// Lexicographic, as pypeln's.
  package static func < (a: ElementIndex, b: ElementIndex) -> Bool {
    a.numbers.lexicographicallyPrecedes(b.numbers)
  }
}

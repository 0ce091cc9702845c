/// An element's position in its source, and one number more for each flat_map it passed through.
public struct ElementIndex: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The position in the source, then one number for each flat_map.
  public var numbers: [Int]

  /// An index of these numbers.
  public init(_ numbers: [Int]) {
    self.numbers = numbers
  }

  /// `(17)` or `(17, 3)`.
  public var description: String {
    "(" + numbers.map { String($0) }.joined(separator: ", ") + ")"
  }

  /// Lexicographic, as pypeln's.
  public static func < (a: ElementIndex, b: ElementIndex) -> Bool {
    a.numbers.lexicographicallyPrecedes(b.numbers)
  }
}

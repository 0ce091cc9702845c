internal import SwpipeCore

/// What the filters that compare a number with a value have in common.
struct NumberComparison: FilterTransform {
  enum Relation: Sendable {
    case greaterThan
    case lessThan
    case atLeast
    case atMost
    case equals
  }

  static let value = Parameter<Number>.number("value", "The number to compare with.")

  /// The definition of one of them.
  static func definition(
    name: String,
    summary: String,
    _ relation: Relation,
    examples: [Example]
  ) -> Definition {
    Definition(
      name: name,
      summary: summary,
      details: """
        An element must be a JSON number as a whole: a field of an object is not looked at. Integers and doubles compare by their exact values, so \
        1 equals 1.0.
        """,
      parameters: [value.info],
      examples: examples,
      role: .transform(
        TransformRole(operators: [.filter], accepts: .any, gives: .same) { arguments, _, _ in
          NumberComparison(relation: relation, value: arguments[value])
        }
      )
    )
  }

  let relation: Relation
  let value: Number
  private var type = ElementType.text

  private init(relation: Relation, value: Number) {
    self.relation = relation
    self.value = value
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    type = slice.type
    while output.position < slice.range.upperBound, !output.isFull {
      let holds = try slice.withElement(output.position) { element throws(ElementFailure) in
        try isIncluded(element)
      }
      output.decide(holds)
      output.position += 1
    }
  }

  @inline(__always)
  mutating func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool {
    let number = try NumberText.read(element, type)
    guard let order = Number.compare(number, value) else { return false }
    return switch relation {
    case .greaterThan: order > 0
    case .lessThan: order < 0
    case .atLeast: order >= 0
    case .atMost: order <= 0
    case .equals: order == 0
    }
  }
}

internal import SwpipeCore

/// What the maps that calculate with a value have in common.
struct NumberOperation: MapTransform {
  enum Kind: Sendable {
    case add
    case multiply

    var sign: String { self == .add ? "+" : "×" }
  }

  /// The definition of one of them.
  static func definition(
    name: String,
    summary: String,
    _ kind: Kind,
    _ value: Parameter<Number>,
    examples: [Example]
  ) -> Definition {
    Definition(
      name: name,
      summary: summary,
      details: """
        An element must be a JSON number as a whole: a field of an object is not looked at. Two integers give an integer, exactly; a result that does \
        not fit in 64 bits is that element's error. Otherwise the result is a double, written with \
        the fewest digits that read back as the same double.
        """,
      parameters: [value.info],
      examples: examples,
      role: .transform(
        TransformRole(operators: [.map], accepts: .any, gives: .json) { arguments, _, _ in
          NumberOperation(kind: kind, value: arguments[value])
        }
      )
    )
  }

  private let kind: Kind
  private let value: Number
  private var type = ElementType.text

  private init(kind: Kind, value: Number) {
    self.kind = kind
    self.value = value
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    type = slice.type
    while output.position < slice.range.upperBound, !output.isFull {
      try slice.withElement(output.position) { element throws(ElementFailure) in
        try map(element, into: &output)
      }
      output.endElement()
      output.position += 1
    }
  }

  @inline(__always)
  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    let number = try NumberText.read(element, type)
    let result =
      switch kind {
      case .add: Number.sum(number, value)
      case .multiply: Number.product(number, value)
      }
    guard let result else { throw overflow(element, number) }
    output.append(number: result)
  }

  private func overflow(_ element: Span<UInt8>, _ number: Number) -> ElementFailure {
    let other =
      switch value {
      case .integer(let value): String(value)
      case .double(let value): value.description
      }
    let limit =
      if case (.integer, .integer) = (number, value) { "a 64-bit integer" } else { "a double" }
    return ElementFailure(
      "\(Excerpt.quoted(element)) \(kind.sign) \(other) does not fit in \(limit)"
    )
  }
}

internal import SwpipeCore

/// `number.parse`: text that is a JSON number, as JSON.
struct NumberParse: MapTransform {
  static let definition = Definition(
    name: "number.parse",
    summary: "Makes a text that is a number JSON",
    details: """
      The digits stay as they are written, so that no precision is lost. A text that is not a JSON \
      number (`+1`, `007`, ` 1`, `1.`), an integer past 64 bits and a magnitude past that of a \
      double are that element's error.
      """,
    examples: [
      .stage("Numbers", "map: number.parse", input: ["1", "-2.50"], output: ["1", "-2.50"]),
      .stage("An exponent", "map: number.parse", input: ["1e3"], output: ["1e3"]),
      .stage(
        "edge: not a number",
        "map: number.parse",
        input: ["+1"],
        error: "\"+1\" is not a number"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .json) { _, _, _ in NumberParse() }
    )
  )

  private var type = ElementType.text

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
    _ = try NumberText.read(element, type)
    output.append(element)
  }
}

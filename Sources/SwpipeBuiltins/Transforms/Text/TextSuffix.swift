internal import SwpipeCore

/// `text.suffix`: a text put behind each element.
struct TextSuffix: MapTransform {
  static let text = Parameter<String>.text("text", "What is put behind each element.")

  static let definition = Definition(
    name: "text.suffix",
    summary: "Puts a text behind each element",
    parameters: [text.info],
    examples: [
      .stage("A unit", "map: {text.suffix: ' ms'}", input: ["7", "8"], output: ["7 ms", "8 ms"]),
      .stage(
        "A plain scalar is text as it is written",
        "map: text.suffix\nwith: {text: 1.0}",
        input: ["x"],
        output: ["x1.0"]
      ),
      .stage(
        "edge: a line with a carriage return keeps it where it was",
        "map: {text.suffix: '!'}",
        input: ["a\r"],
        output: ["a\r!"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { arguments, _, _ in
        TextSuffix(text: Array(arguments[text].utf8))
      }
    )
  )

  let text: [UInt8]

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
    output.append(text.span)
  }
}

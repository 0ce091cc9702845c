internal import SwpipeCore

/// `text.prefix`: a text put before each element.
struct TextPrefix: MapTransform {
  static let text = Parameter<String>.text("text", "What is put before each element.")

  static let definition = Definition(
    name: "text.prefix",
    summary: "Puts a text before each element",
    parameters: [text.info],
    examples: [
      .stage("A label", "map: {text.prefix: 'id='}", input: ["7", "8"], output: ["id=7", "id=8"]),
      .stage(
        "A plain scalar is text as it is written",
        "map: text.prefix\nwith: {text: 1.0}",
        input: ["x"],
        output: ["1.0x"]
      ),
      .stage("edge: before nothing", "map: {text.prefix: '> '}", input: [""], output: ["> "]),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { arguments, _, _ in
        TextPrefix(text: Array(arguments[text].utf8))
      }
    )
  )

  let text: [UInt8]

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(text.span)
    output.append(element)
  }
}

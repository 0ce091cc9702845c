internal import SwpipeCore

/// `text.starts_with`: the elements that start with a text.
struct TextStartsWith: FilterTransform {
  static let text = Parameter<String>.text("text", "What the element must start with.")

  static let definition = Definition(
    name: "text.starts_with",
    summary: "Keeps the elements that start with a text",
    details: "Compares bytes, so upper and lower case differ. An empty text keeps all.",
    parameters: [text.info],
    examples: [
      .stage(
        "Comments",
        "filter: {text.starts_with: '#'}",
        input: ["# a", "b # c"],
        output: ["# a"]
      ),
      .stage(
        "All but comments",
        "filter: text.starts_with\nwith: {text: '#', invert: true}",
        input: ["# a", "b # c"],
        output: ["b # c"]
      ),
      .stage(
        "edge: shorter than the text",
        "filter: {text.starts_with: abc}",
        input: ["ab", "", "abc"],
        output: ["abc"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .text, gives: .same) { arguments, _, _ in
        TextStartsWith(text: Array(arguments[text].utf8))
      }
    )
  )

  let text: [UInt8]

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool {
    guard element.count >= text.count else { return false }
    for position in text.indices where element[position] != text[position] { return false }
    return true
  }
}

internal import SwpipeCore

/// `text.ends_with`: the elements that end with a text.
struct TextEndsWith: FilterTransform {
  static let text = Parameter<String>.text("text", "What the element must end with.")

  static let definition = Definition(
    name: "text.ends_with",
    summary: "Keeps the elements that end with a text",
    details: "Compares bytes, so upper and lower case differ. An empty text keeps all.",
    parameters: [text.info],
    examples: [
      .stage(
        "Names of images",
        "filter: {text.ends_with: .png}",
        input: ["a.png", "b.txt"],
        output: ["a.png"]
      ),
      .stage(
        "All but images",
        "filter: text.ends_with\nwith: {text: .png, invert: true}",
        input: ["a.png", "b.txt"],
        output: ["b.txt"]
      ),
      .stage(
        "edge: a carriage return is a part of its line",
        "filter: {text.ends_with: a}",
        input: ["a\r", "a"],
        output: ["a"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .text, gives: .same) { arguments, _, _ in
        TextEndsWith(text: Array(arguments[text].utf8))
      }
    )
  )

  let text: [UInt8]

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool {
    let start = element.count - text.count
    guard start >= 0 else { return false }
    for position in text.indices where element[start + position] != text[position] {
      return false
    }
    return true
  }
}

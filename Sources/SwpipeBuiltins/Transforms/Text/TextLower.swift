internal import SwpipeCore

/// `text.lower`: letters in lower case.
struct TextLower: MapTransform {
  static let definition = Definition(
    name: "text.lower",
    summary: "Turns letters into lower case",
    details: """
      Follows Unicode's full case mapping, so that É becomes é, and Σ becomes ς at the end of a word and \
      σ elsewhere; no language has rules of its own. Bytes that are not valid UTF-8 stay as they are.
      """,
    examples: [
      .stage("Letters", "map: text.lower", input: ["Hello, World 1"], output: ["hello, world 1"]),
      .stage(
        "Letters beyond ASCII",
        "map: text.lower",
        input: ["CAFÉ", "ΣΊΣΥΦΟΣ"],
        output: ["café", "σίσυφος"]
      ),
      .stage(
        "edge: an empty line stays one",
        "map: text.lower",
        input: ["", "A"],
        output: ["", "a"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { _, _, _ in TextLower() }
    )
  )

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    CaseMapping.lower.append(element, to: &output)
  }
}

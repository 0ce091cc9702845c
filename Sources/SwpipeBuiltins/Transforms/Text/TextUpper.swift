internal import SwpipeCore

/// `text.upper`: letters in upper case.
struct TextUpper: MapTransform {
  static let definition = Definition(
    name: "text.upper",
    summary: "Turns letters into upper case",
    details: """
      Follows Unicode's full case mapping, so that é becomes É and ß becomes SS; no language has \
      rules of its own. Bytes that are not valid UTF-8 stay as they are.
      """,
    examples: [
      .stage("Letters", "map: text.upper", input: ["Hello, world 1"], output: ["HELLO, WORLD 1"]),
      .stage(
        "Letters beyond ASCII",
        "map: text.upper",
        input: ["café", "straße"],
        output: ["CAFÉ", "STRASSE"]
      ),
      .stage(
        "edge: an empty line stays one",
        "map: text.upper",
        input: ["", "a"],
        output: ["", "A"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { _, _, _ in TextUpper() }
    )
  )

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    CaseMapping.upper.append(element, to: &output)
  }
}

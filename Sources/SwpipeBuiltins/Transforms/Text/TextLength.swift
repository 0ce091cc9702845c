internal import SwpipeCore

/// `text.length`: how many characters or bytes.
struct TextLength: MapTransform {
  static let unit = Parameter<String>.choice(
    "unit",
    of: ["characters", "bytes"],
    default: "characters",
    "What is counted."
  )

  static let definition = Definition(
    name: "text.length",
    summary: "Gives the number of characters or bytes",
    details: """
      A character is what a person sees as one (Unicode's extended grapheme cluster). Each sequence \
      of bytes that is not valid UTF-8 counts as one. The result is a JSON number.
      """,
    parameters: [unit.info],
    examples: [
      .stage("Characters", "map: text.length", input: ["hello", "日本"], output: ["5", "2"]),
      .stage("Bytes", "map: {text.length: bytes}", input: ["日本"], output: ["6"]),
      .stage(
        "edge: an empty line, a letter with a combining accent",
        "map: text.length",
        input: ["", "e\u{301}"],
        output: ["0", "1"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) { arguments, _, _ in
        TextLength(countsBytes: arguments[unit] == "bytes")
      }
    )
  )

  let countsBytes: Bool

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(integer: Int64(countsBytes ? element.count : Characters.count(element)))
  }
}

internal import SwpipeCore

/// `text.reverse`: the characters in reverse order.
struct TextReverse: MapTransform {
  static let definition = Definition(
    name: "text.reverse",
    summary: "Puts the characters in reverse order",
    details: """
      A character is what a person sees as one (Unicode's extended grapheme cluster), so accents and \
      emoji stay whole. A sequence of bytes that is not valid UTF-8 is moved unchanged.
      """,
    examples: [
      .stage("A word", "map: text.reverse", input: ["abc"], output: ["cba"]),
      .stage("Beyond ASCII", "map: text.reverse", input: ["Zoë 日本"], output: ["本日 ëoZ"]),
      .stage(
        "edge: a letter with a combining accent, a flag, nothing",
        "map: text.reverse",
        input: ["xe\u{301}y", "a🇨🇭", ""],
        output: ["ye\u{301}x", "🇨🇭a", ""]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { _, _, _ in TextReverse() }
    )
  )

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    Characters.appendReversed(element, to: &output)
  }
}

internal import SwpipeCore

/// `text.words`: each run of anything but white space.
struct TextWords: FlatMapTransform {
  static let definition = Definition(
    name: "text.words",
    summary: "Gives each word as an element",
    details: """
      Words are what white space separates (Unicode's); punctuation belongs to the word it stands at. \
      An element without a word gives nothing.
      """,
    examples: [
      .stage("Words", "flat_map: text.words", input: ["to be,  or"], output: ["to", "be,", "or"]),
      .stage(
        "Tabs and no-break spaces",
        "flat_map: text.words",
        input: ["a\tb\u{A0}c"],
        output: ["a", "b", "c"]
      ),
      .stage("edge: nothing but space", "flat_map: text.words", input: ["", "   "], output: []),
    ],
    role: .transform(
      TransformRole(operators: [.flatMap], accepts: .text, gives: .text) { _, _, _ in TextWords() }
    )
  )

  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) -> Int? {
    var position = cursor
    while let start = UTF8Text.firstWhiteSpace(false, in: element, from: position)?.position {
      let end = UTF8Text.firstWhiteSpace(true, in: element, from: start)
      position = end.map { $0.position + $0.length } ?? element.count
      output.append(element.extracting(start..<(end?.position ?? element.count)))
      output.endElement()
      if output.isFull { return position }
    }
    return nil
  }
}

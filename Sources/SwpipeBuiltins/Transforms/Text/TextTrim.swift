internal import SwpipeCore

/// `text.trim`: without white space at both ends.
struct TextTrim: MapTransform {
  static let definition = Definition(
    name: "text.trim",
    summary: "Removes white space at both ends",
    details: """
      White space is what Unicode calls so: blanks, tabs, line ends, the no-break space and others. \
      A carriage return at the end of a line counts, so this also turns CRLF lines into LF lines.
      """,
    examples: [
      .stage("Blanks and tabs", "map: text.trim", input: ["  a b\t"], output: ["a b"]),
      .stage("A carriage return", "map: text.trim", input: ["a\r", "b"], output: ["a", "b"]),
      .stage(
        "edge: no-break and ideographic spaces; nothing but space",
        "map: text.trim",
        input: ["\u{A0}a\u{3000}", " \t "],
        output: ["a", ""]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { _, _, _ in TextTrim() }
    )
  )

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    guard let start = UTF8Text.firstWhiteSpace(false, in: element, from: 0)?.position else {
      return
    }
    var end = element.count
    while end > start {
      let (scalar, length) = UTF8Text.scalar(in: element, before: end)
      guard let scalar, UTF8Text.isWhiteSpace(scalar) else { break }
      end -= length
    }
    output.append(element.extracting(start..<end))
  }
}

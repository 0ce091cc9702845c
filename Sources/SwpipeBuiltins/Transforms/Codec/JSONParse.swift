internal import SwpipeCore

/// `json.parse`: text that is JSON, as JSON.
struct JSONParse: MapTransform {
  static let definition = Definition(
    name: "json.parse",
    summary: "Makes a text that is JSON json",
    details: """
      Checks the text by RFC 8259 and keeps it as it is written, but for white space around it; a \
      text of several lines becomes one without white space. What is not JSON is that element's \
      error, which names the byte.
      """,
    examples: [
      .stage(
        "Any JSON value",
        "map: json.parse",
        input: [#"{"a": 1.0}"#, "[true]", " 7 "],
        output: [#"{"a": 1.0}"#, "[true]", "7"]
      ),
      .stage("A string comes out raw", "map: json.parse", input: [#""a\tb""#], output: ["a\tb"]),
      .stage(
        "edge: not JSON",
        "map: json.parse",
        input: [#"{"a": 1,}"#],
        error: "expected a key in quotes at byte 9"
      ),
      .stage(
        "edge: an empty line",
        "map: json.parse",
        input: [""],
        error: "expected a value, but it ends"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json, parsesJSON: true) { _, _, _ in
        JSONParse()
      }
    )
  )

  private static let lineEnd = LiteralFinder([UInt8(ascii: "\n")])

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    do throws(JSONProblem) {
      try JSONScanner.check(element)
    } catch {
      throw error.failure(of: element)
    }
    let value = element.extracting(JSONScanner.trimmed(element))
    // A line end in valid JSON can only be white space, so it may go.
    if Self.lineEnd.find(in: value) != nil {
      output.append(compacting: value)
    } else {
      output.append(value)
    }
  }
}

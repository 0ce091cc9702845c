internal import SwpipeCore

/// `text.contains`: the elements with a text in them.
struct TextContains: FilterTransform {
  static let text = Parameter<String>.text("text", "What the element must contain.")

  static let definition = Definition(
    name: "text.contains",
    summary: "Keeps the elements that contain a text",
    details: """
      Compares bytes, so upper and lower case differ; text.matches with (?i) is for the other way. \
      Of a json element its JSON text is searched, as it stands.
      """,
    parameters: [text.info],
    examples: [
      .stage(
        "Errors",
        "filter: {text.contains: ERROR}",
        input: ["ok", "ERROR 1", "error 2"],
        output: ["ERROR 1"]
      ),
      .stage(
        "All but errors",
        "filter: text.contains\nwith: {text: ERROR, invert: true}",
        input: ["ok", "ERROR 1"],
        output: ["ok"]
      ),
      .stage(
        "edge: never across two lines",
        "filter: {text.contains: ab}",
        input: ["a", "b", "ab"],
        output: ["ab"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.filter], accepts: .any, gives: .same) { arguments, _, _ in
        TextContains(finder: LiteralFinder(Array(arguments[text].utf8)))
      }
    ),
    check: { NonEmptyText.problems(text, $0) }
  )

  let finder: LiteralFinder

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    guard LiteralSearch.isPossible(finder, in: slice) else {
      while output.position < slice.range.upperBound, !output.isFull {
        let holds = slice.withElement(output.position) { finder.find(in: $0) != nil }
        output.decide(holds)
        output.position += 1
      }
      return
    }
    try LiteralSearch.apply(finder, to: slice, into: &output) { _ in true }
  }

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool {
    finder.find(in: element) != nil
  }
}

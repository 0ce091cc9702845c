internal import SwpipeCore

/// `text.split`: the parts between separators.
struct TextSplit: FlatMapTransform {
  static let separator = Parameter<String>.text(
    "separator",
    "What stands between the parts; at least one character."
  )

  static let definition = Definition(
    name: "text.split",
    summary: "Gives each part between separators as an element",
    details: """
      Parts may be empty: two separators in a row have an empty part between them, and an empty \
      element gives one empty element.
      """,
    parameters: [separator.info],
    examples: [
      .stage(
        "At commas",
        "flat_map: {text.split: ','}",
        input: ["a,b,c", "d"],
        output: ["a", "b", "c", "d"]
      ),
      .stage(
        "At a longer separator",
        "flat_map: text.split\nwith: {separator: ' | '}",
        input: ["a | b|c"],
        output: ["a", "b|c"]
      ),
      .stage(
        "edge: empty parts",
        "flat_map: {text.split: ','}",
        input: [",a,", ""],
        output: ["", "a", "", ""]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.flatMap], accepts: .text, gives: .text) { arguments, _, _ in
        TextSplit(finder: LiteralFinder(Array(arguments[separator].utf8)))
      }
    ),
    check: { NonEmptyText.problems(separator, $0) }
  )

  let finder: LiteralFinder

  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) -> Int? {
    var start = cursor
    while let found = finder.find(in: element, from: start) {
      output.append(element.extracting(start..<found))
      output.endElement()
      start = found + finder.needle.count
      if output.isFull { return start }
    }
    output.append(element.extracting(start..<element.count))
    output.endElement()
    return nil
  }
}

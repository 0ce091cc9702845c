internal import SwpipeCore

/// `json.pick`: only some members.
struct JSONPick: MapTransform {
  static let paths = Parameter<[String]>.texts(
    "paths",
    "The members that stay. " + JSONPaths.help
  )

  static let definition = Definition(
    name: "json.pick",
    summary: "Keeps the members at some paths and drops the others",
    details: """
      The members keep their order and their bytes: numbers all their digits, strings their escapes. What \
      an element does not have is left out; `jq` with `{a, b}` gives null there. Of a key that stands twice \
      the last one counts. An element that is no object is an error.
      """,
    parameters: [paths.info],
    examples: [
      .stage(
        "Two members",
        "map: {json.pick: [.id, .user.name]}",
        format: "jsonl",
        input: [#"{"id": 1.0, "user": {"name": "Ada", "age": 36}, "x": null}"#],
        output: [#"{"id": 1.0,"user": {"name": "Ada"}}"#]
      ),
      .stage(
        "In each value of an array",
        "map: {json.pick: '.items[].sku'}",
        format: "jsonl",
        input: [#"{"items":[{"sku":"a","n":1},{"sku":"b","n":2}]}"#],
        output: [#"{"items":[{"sku":"a"},{"sku":"b"}]}"#]
      ),
      .stage(
        "edge: none of them there, and a key that stands twice",
        "map: {json.pick: .a}",
        format: "jsonl",
        input: [#"{"b": 1}"#, #"{"a": 1, "a": 2}"#],
        output: ["{}", #"{"a": 2}"#]
      ),
      .stage(
        "edge: no object",
        "map: {json.pick: .a}",
        format: "jsonl",
        input: ["[1]"],
        error: #""[1]" is no object"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        JSONPick(picker: JSONPicker(try JSONPaths.paths(arguments[paths])))
      }
    ),
    check: { JSONPaths.problems($0[paths], paths.info.name) }
  )

  private var picker: JSONPicker

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try picker.append(element, to: &output)
  }
}

internal import SwpipeCore
internal import SwpipeJQ

/// `json.set`: values of the spec's, or of a program's, at some paths.
struct JSONSet: Transform {
  static let path = Parameter<String?>.optional(
    .text("path", "Where the value goes. " + JSONPaths.help)
  )
  static let value = Parameter<Value?>.optional(
    .value("value", "What goes there: any value, as it stands in the spec.")
  )
  static let expression = Parameter<String?>.optional(
    .expression("expression", "A jq program that gives the value; `.` is the element.")
  )
  static let values = Parameter<Value?>.optional(
    .value("values", "Several at once: a mapping of paths to values.")
  )

  static let definition = Definition(
    name: "json.set",
    summary: "Puts values into an object",
    details: """
      What is at the path is replaced, and what is not there is added as the last member. Objects on the \
      way are made where there are none or null; another value on the way is the element's error. All else \
      is copied as it is written.
      """,
    parameters: [path.info, value.info, expression.info, values.info],
    examples: [
      .stage(
        "A value that a program gives",
        "map: json.set\nwith: {path: .total, expression: .price * .count}",
        format: "jsonl",
        input: [#"{"price": 2.50, "count": 4}"#],
        output: [#"{"price": 2.50, "count": 4,"total":10}"#]
      ),
      .stage(
        "Values of the spec",
        "map: json.set\nwith: {values: {.source: shop, .meta.tags: [new]}}",
        format: "jsonl",
        input: [#"{"source": null, "id": 1}"#],
        output: [#"{"source": "shop", "id": 1,"meta":{"tags":["new"]}}"#]
      ),
      .stage(
        "edge: an empty object",
        "map: {json.set: {path: .a, value: null}}",
        format: "jsonl",
        input: ["{ }"],
        output: [#"{"a":null }"#]
      ),
      .stage(
        "edge: no object on the way",
        "map: {json.set: {path: .a.b, value: 1}}",
        format: "jsonl",
        input: [#"{"a": "x"}"#],
        error: #"`.a` is "\"x\"", which is no object"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, context) throws(RunFailure) in
        if let value = arguments[values] {
          let fields = JSONPaths.fields(value) ?? []
          let paths = try JSONPaths.paths(fields.map(\.key))
          return JSONEdit(JSONEditor(.set, paths, values: fields.map(\.value.json)))
        }
        let paths = try JSONPaths.paths(arguments[path].map { [$0] } ?? [])
        guard let program = arguments[expression] else {
          let value = arguments[value] ?? .null
          return JSONEdit(JSONEditor(.set, paths, values: [value.json]))
        }
        return JSONSet(
          editor: JSONEditor(.set, paths, values: [[]]),
          expression: try ElementExpression(program, context)
        )
      }
    ),
    check: problems
  )

  private var editor: JSONEditor
  private let expression: ElementExpression

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      try expression.append(
        slice,
        output.position,
        as: .json,
        to: &output,
        called: "the program"
      )
      editor.takeValue(from: &output)
      try slice.withElement(output.position) { element throws(ElementFailure) in
        try editor.append(element, to: &output)
      }
      output.endElement()
      output.position += 1
    }
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let has = { (parameter: ParameterInfo) in arguments.values[parameter.name] != nil }
    let hasValue = has(value.info)
    let help =
      "write `{path: .name, value: …}`, `{path: .name, expression: …}` or `{values: {.name: …}}`"
    if let several = arguments[values] {
      guard !has(path.info), !hasValue, !has(expression.info) else {
        return [
          ArgumentProblem(
            parameter: values.info.name,
            message: "`values` stands alone, without `path`, `value` and `expression`",
            help: help
          )
        ]
      }
      return JSONPaths.problems(several, values.info.name)
    }
    guard let place = arguments[path], hasValue != has(expression.info) else {
      return [
        ArgumentProblem(
          parameter: has(path.info) ? path.info.name : nil,
          message: hasValue && has(path.info)
            ? "`value` and `expression` exclude each other" : "what is to be set where is not said",
          help: help
        )
      ]
    }
    return JSONPaths.problems([place], path.info.name)
  }
}

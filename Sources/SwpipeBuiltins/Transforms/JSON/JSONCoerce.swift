internal import SwpipeCore

/// `json.coerce`: values of other types.
enum JSONCoerce {
  static let types = Parameter<Value>.value(
    "types",
    """
    A mapping of paths to types: `number`, `integer`, `boolean`, `text` or `json`. \(JSONPaths.help)
    """
  )
  static let failing = Parameter<String>.choice(
    "failing",
    of: ["error", "null", "keep"],
    default: "error",
    "What becomes of a value that cannot be of the type."
  )

  static let definition = Definition(
    name: "json.coerce",
    summary: "Makes values numbers, booleans or texts",
    details: """
      `number` takes a text that is a JSON number, with blanks around it or not, and copies its digits. \
      `integer` takes only one without a fraction and an exponent. `boolean` takes the texts `true` and \
      `false`, and the numbers 1 and 0. `text` makes a number or another value its JSON, and leaves texts. \
      `json` reads a text that is JSON. A value of the right type, null and what is missing stay as they are.
      """,
    parameters: [types.info, failing.info],
    examples: [
      .stage(
        "Fields of a csv file",
        "map: json.coerce\nwith: {types: {.price: number, .count: integer, .paid: boolean}}",
        format: "csv",
        input: ["price,count,paid,zip", "1.50,3,true,01234"],
        output: [#"{"price":1.50,"count":3,"paid":true,"zip":"01234"}"#]
      ),
      .stage(
        "The other way",
        "map: {json.coerce: {types: {.id: text, '.raw': json}}}",
        format: "jsonl",
        input: [#"{"id":7,"raw":"[1, \"a\"]"}"#],
        output: [#"{"id":"7","raw":[1, "a"]}"#]
      ),
      .stage(
        "edge: null and nothing",
        "map: {json.coerce: {types: {.a: number}}}",
        format: "jsonl",
        input: [#"{"a":null}"#, "{}", #"{"a":" 1e400 "}"#],
        output: [#"{"a":null}"#, "{}", #"{"a":1e400}"#]
      ),
      .stage(
        "edge: not of that type",
        "map: {json.coerce: {types: {.a: integer}}}",
        format: "jsonl",
        input: [#"{"a":"1.5"}"#],
        error: #"`.a`: "1.5" is no integer"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        let fields = JSONPaths.fields(arguments[types]) ?? []
        let wanted = fields.map { field in
          JSONType(rawValue: JSONCoerce.word(field.value) ?? "") ?? .text
        }
        let coercion = JSONCoercion(failing: arguments[failing])
        return JSONEdit(
          JSONEditor(.convert, try JSONPaths.paths(fields.map(\.key))) {
            (path, document, value, output) throws(ElementFailure) in
            try coercion.append(value, wanted[path], document, &output)
          }
        )
      }
    ),
    check: problems
  )

  private static func word(_ value: Value) -> String? {
    if case .text(let text) = value { text } else { nil }
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let problems = JSONPaths.problems(arguments[types], types.info.name)
    guard problems.isEmpty, let fields = JSONPaths.fields(arguments[types]) else { return problems }
    return fields.filter { JSONType(rawValue: word($0.value) ?? "") == nil }.map { field in
      ArgumentProblem(
        parameter: types.info.name,
        message: "the value of `\(field.key)` is not the name of a type",
        help: "the types are \(JSONType.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
  }
}

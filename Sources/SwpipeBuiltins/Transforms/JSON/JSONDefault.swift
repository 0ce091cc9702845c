internal import SwpipeCore

/// `json.default`: values for what is missing.
enum JSONDefault {
  static let values = Parameter<Value>.value(
    "values",
    "A mapping of paths to the values that are put there. " + JSONPaths.help
  )

  static let definition = Definition(
    name: "json.default",
    summary: "Puts values where there are none, or null",
    details: """
      A value that is there stays, also `false`, `0` and `""`. Objects on the way are made where there are \
      none or null; another value on the way is the element's error.
      """,
    parameters: [values.info],
    examples: [
      .stage(
        "Missing and null",
        "map: json.default\nwith: {values: {.currency: EUR, .tags: []}}",
        format: "jsonl",
        input: [#"{"amount": 1.0}"#, #"{"currency": null, "tags": ["a"]}"#],
        output: [
          #"{"amount": 1.0,"currency":"EUR","tags":[]}"#, #"{"currency": "EUR", "tags": ["a"]}"#,
        ]
      ),
      .stage(
        "In an object that is made",
        "map: {json.default: {values: {.user.name: unknown}}}",
        format: "jsonl",
        input: ["{}", #"{"user":{"id":1}}"#],
        output: [
          #"{"user":{"name":"unknown"}}"#, #"{"user":{"id":1,"name":"unknown"}}"#,
        ]
      ),
      .stage(
        "edge: what is false is there",
        "map: {json.default: {values: {.a: true}}}",
        format: "jsonl",
        input: [#"{"a":false}"#, #"{"a":null,"a":0}"#],
        output: [#"{"a":false}"#, #"{"a":0}"#]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        let fields = JSONPaths.fields(arguments[values]) ?? []
        let paths = try JSONPaths.paths(fields.map(\.key))
        return JSONEdit(JSONEditor(.fill, paths, values: fields.map(\.value.json)))
      }
    ),
    check: { JSONPaths.problems($0[values], values.info.name) }
  )
}

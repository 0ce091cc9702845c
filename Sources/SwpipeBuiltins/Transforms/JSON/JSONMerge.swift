internal import SwpipeCore

/// `json.merge`: an object of the spec in each element.
enum JSONMerge {
  static let value = Parameter<Value>.value(
    "value",
    "The object that is merged into each element: a mapping of keys to values."
  )
  static let keep = Parameter<Bool>.boolean(
    "keep",
    default: false,
    "Keeps the element's own values where both have one."
  )

  static let definition = Definition(
    name: "json.merge",
    summary: "Merges an object of the spec into each element",
    details: """
      Objects that both have at the same place are merged, to any depth. Everything else is replaced by the \
      spec's value, arrays too, or stays where `keep: true` says so. `jq` with `. * {…}` does the same. All \
      that is not replaced is copied as it is written.
      """,
    parameters: [value.info, keep.info],
    examples: [
      .stage(
        "What all have in common",
        "map: json.merge\nwith: {value: {env: prod, meta: {host: a}}}",
        format: "jsonl",
        input: [#"{"id": 1.0, "meta": {"pid": 7}}"#],
        output: [#"{"id": 1.0, "meta": {"pid": 7,"host":"a"},"env":"prod"}"#]
      ),
      .stage(
        "The element's own values stay",
        "map: json.merge\nwith: {value: {env: prod, n: {a: 1}}, keep: true}",
        format: "jsonl",
        input: [#"{"env": "test"}"#, #"{"env": null, "n": 2}"#],
        output: [#"{"env": "test","n":{"a":1}}"#, #"{"env": null, "n": 2}"#]
      ),
      .stage(
        "edge: an array is replaced, and so is what is no object",
        "map: {json.merge: {value: {a: [3], b: {c: 1}}}}",
        format: "jsonl",
        input: [#"{"a":[1,2],"b":5}"#],
        output: [#"{"a":[3],"b":{"c":1}}"#]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) { arguments, _, _ in
        let parts = leaves(arguments[value], [])
        return JSONEdit(
          JSONEditor(
            arguments[keep] ? .complete : .merge,
            parts.map(\.path),
            values: parts.map(\.value)
          )
        )
      }
    ),
    check: { arguments in
      guard let fields = JSONPaths.fields(arguments[value]), !fields.isEmpty else {
        return [
          ArgumentProblem(
            parameter: value.info.name,
            message: "`value` is a mapping of at least one key",
            help: "write `value: {key: …}`"
          )
        ]
      }
      return []
    }
  )

  /// What is put where: a mapping with something in it is a way, all else a value.
  private static func leaves(_ value: Value, _ way: [JSONPathText.Step]) -> [(
    path: JSONPathText, value: [UInt8]
  )] {
    guard let fields = JSONPaths.fields(value), !fields.isEmpty else {
      return [(JSONPathText(steps: way), value.json)]
    }
    return fields.flatMap { leaves($0.value, way + [.name(Array($0.key.utf8))]) }
  }
}

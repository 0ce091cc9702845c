internal import SwpipeCore
internal import SwpipeJQ

/// `json.unflatten`: objects and arrays out of keys that say the way to them.
enum JSONUnflatten {
  static let separator = Parameter<String>.text(
    "separator",
    default: ".",
    "What stands between the keys."
  )
  static let arrays = Parameter<Bool>.boolean(
    "arrays",
    default: true,
    "Makes arrays of keys that are positions, from 0 on without a gap."
  )

  static let definition = Definition(
    name: "json.unflatten",
    summary: "Makes objects and arrays out of keys such as `a.b.0`",
    details: """
      The reverse of `json.flatten`. Keys that are all positions, from 0 on in their order, become an array; \
      other keys become an object. A key that is within another one's value, as in `{"a": 1, "a.b": 2}`, is \
      that element's error. Numbers keep their digits.
      """,
    parameters: [separator.info, arrays.info],
    examples: [
      .stage(
        "The reverse of json.flatten",
        "map: json.unflatten",
        format: "jsonl",
        input: [#"{"id":1.0,"user.name":"Ada","user.tags.0":"x","user.tags.1":"y"}"#],
        output: [#"{"id":1.0,"user":{"name":"Ada","tags":["x","y"]}}"#]
      ),
      .stage(
        "Another separator, and no arrays",
        "map: {json.unflatten: {separator: __, arrays: false}}",
        format: "jsonl",
        input: [#"{"a__0":1,"a__1":2}"#],
        output: [#"{"a":{"0":1,"1":2}}"#]
      ),
      .stage(
        "edge: positions with a gap are keys",
        "map: json.unflatten",
        format: "jsonl",
        input: [#"{"a.0":1,"a.2":2}"#, "{}"],
        output: [#"{"a":{"0":1,"2":2}}"#, "{}"]
      ),
      .stage(
        "edge: a key within another one's value",
        "map: json.unflatten",
        format: "jsonl",
        input: [#"{"a":1,"a.b":2}"#],
        error: #"the key "a.b" is within another key's value"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json, cost: .varying) {
        (arguments, _, context) throws(RunFailure) in
        let program = text(arguments[separator], makesArrays: arguments[arrays])
        return JQ(runner: try ElementExpression(program, context), work: .map)
      }
    ),
    check: { arguments in
      guard arguments[separator].isEmpty else { return [] }
      return [ArgumentProblem(parameter: separator.info.name, message: "the separator is empty")]
    }
  )

  private static func text(_ separator: String, makesArrays: Bool) -> String {
    let quoted = String(decoding: Value.text(separator).json, as: UTF8.self)
    let arrays = """
      walk(if type == "object" and length > 0 and (keys_unsorted == [range(length) | tostring]) \
      then [.[]] else . end)
      """
    // Objects made on the way are marked, so that values that are objects stay values.
    return """
      if type != "object" then error("\\(tojson[:40]) is no object") else
        reduce to_entries[] as {$key, $value} ({};
          ($key | split(\(quoted))) as $way
          | (if $way == [] then [""] else $way end) as $way
          | . as $made
          | if any(range(1; $way | length); . as $n | $made
                | [getpath($way[:$n])?] | length == 0 or (.[0] | type != "null" and type != "object"))
              or (getpath($way) | type == "object" and length > 0)
            then error("the key \\($key | tojson) is within another key's value")
            else setpath($way; $value) end)
        \(makesArrays ? "| " + arrays : "")
      end
      """
  }
}

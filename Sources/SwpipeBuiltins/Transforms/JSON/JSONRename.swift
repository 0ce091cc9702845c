internal import SwpipeCore

/// `json.rename`: other keys.
enum JSONRename {
  static let names = Parameter<Value>.value(
    "names",
    "A mapping of paths to new keys, such as `{.user.name: full_name}`. " + JSONPaths.help
  )

  static let definition = Definition(
    name: "json.rename",
    summary: "Gives members other keys",
    details: """
      A member stays where it is, in the same object and at the same place, and only its key changes. A \
      path that leads nowhere changes nothing. Two members may change their names with each other; an \
      element that has another member with the new key is an error, so that none is lost.
      """,
    parameters: [names.info],
    examples: [
      .stage(
        "Two keys",
        "map: json.rename\nwith: {names: {.ts: time, .user.id: user_id}}",
        format: "jsonl",
        input: [#"{"ts": 1.50, "user": {"id": 7}}"#],
        output: [#"{"time": 1.50, "user": {"user_id": 7}}"#]
      ),
      .stage(
        "In each value of an array",
        "map: {json.rename: {names: {'.rows[].n': count}}}",
        format: "jsonl",
        input: [#"{"rows":[{"n":1},{"m":2}]}"#],
        output: [#"{"rows":[{"count":1},{"m":2}]}"#]
      ),
      .stage(
        "edge: two names changed with each other",
        "map: {json.rename: {names: {.a: b, .b: a}}}",
        format: "jsonl",
        input: [#"{"a":1,"b":2}"#],
        output: [#"{"b":1,"a":2}"#]
      ),
      .stage(
        "edge: the new name is taken",
        "map: {json.rename: {names: {.a: b}}}",
        format: "jsonl",
        input: [#"{"a":1,"b":2}"#],
        error: "`.a` cannot be renamed: the element has `.b`, too"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        JSONEdit(try editor(arguments[names]))
      }
    ),
    check: problems
  )

  private static func key(_ value: Value) -> String? {
    if case .text(let text) = value { text } else { nil }
  }

  private static func editor(_ value: Value) throws(RunFailure) -> JSONEditor {
    let fields = JSONPaths.fields(value) ?? []
    var paths = try JSONPaths.paths(fields.map(\.key))
    var rivals = [Int?](repeating: nil, count: paths.count)
    for (position, field) in fields.enumerated() {
      guard let name = key(field.value), let rival = paths[position].sibling(name),
        !paths.contains(where: { $0.steps == rival.steps })
      else { continue }
      paths.append(rival)
      rivals.append(position)
    }
    let keys = fields.map { Value.text(key($0.value) ?? "").json }
    return JSONEditor(.rename, paths, values: keys, rivals: rivals)
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let value = arguments[names]
    let problems = JSONPaths.problems(value, names.info.name)
    guard problems.isEmpty, let fields = JSONPaths.fields(value) else { return problems }
    var targets: [[JSONPathText.Step]] = []
    for field in fields {
      guard let name = key(field.value) else {
        return [problem("the new key of `\(field.key)` is no text")]
      }
      guard let path = try? JSONPathText(field.key), let target = path.sibling(name) else {
        continue
      }
      if target.steps == path.steps { return [problem("`\(field.key)` keeps its name")] }
      if targets.contains(target.steps) { return [problem("two members get the key `\(name)`")] }
      targets.append(target.steps)
    }
    // What is taken away by a name must not be in the way of another path.
    let paths = fields.compactMap { try? JSONPathText($0.key) }
    let rest = fields.compactMap { field in
      (try? JSONPathText(field.key)).flatMap { path in key(field.value).flatMap { path.sibling($0) }
      }
    }.filter { rival in !paths.contains { $0.steps == rival.steps } }
    return JSONPathTree.conflict(paths + rest).map { [problem($0)] } ?? []
  }

  private static func problem(_ message: String) -> ArgumentProblem {
    ArgumentProblem(
      parameter: names.info.name,
      message: message,
      help: "write `names: {.old_name: new_name}`"
    )
  }
}

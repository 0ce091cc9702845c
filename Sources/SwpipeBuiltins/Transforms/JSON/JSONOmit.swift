internal import SwpipeCore

/// `json.omit`: all members but some.
enum JSONOmit {
  static let paths = Parameter<[String]>.texts("paths", "The members that go. " + JSONPaths.help)

  static let definition = Definition(
    name: "json.omit",
    summary: "Drops the members at some paths",
    details: """
      All else is copied as it is written. A path that leads nowhere changes nothing. `json.remove` drops \
      members by their values. An element that is no object is an error.
      """,
    parameters: [paths.info],
    examples: [
      .stage(
        "A secret and a nested member",
        "map: {json.omit: [.password, .user.email]}",
        format: "jsonl",
        input: [#"{"id": 1.0, "password": "x", "user": {"email": "a@b.c", "name": "Ada"}}"#],
        output: [#"{"id": 1.0, "user": {"name": "Ada"}}"#]
      ),
      .stage(
        "A name that is no word",
        #"map: {json.omit: '."x-trace"'}"#,
        format: "jsonl",
        input: [#"{"x-trace":"1f","n":[1, 2]}"#],
        output: [#"{"n":[1, 2]}"#]
      ),
      .stage(
        "edge: nothing of it there, and nothing else there",
        "map: {json.omit: .a.b}",
        format: "jsonl",
        input: [#"{"a": 7}"#, #"{"a": {"b": 1}}"#],
        output: [#"{"a": 7}"#, #"{"a": {}}"#]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        JSONEdit(JSONEditor(.omit, try JSONPaths.paths(arguments[paths])))
      }
    ),
    check: { JSONPaths.problems($0[paths], paths.info.name) }
  )
}

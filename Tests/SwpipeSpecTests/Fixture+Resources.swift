import SwpipeCore

/// Resources, actions and transforms that use them, which can be named and described but not run.
extension Fixture {
  static let resources = [
    resource(
      "table",
      [
        Parameter<String>.file("path", "The file to look things up in.").info,
        Parameter<String>.text("label", default: "", "A word for messages.").info,
      ],
      servesProcesses: true
    ),
    resource(
      "counter",
      [Parameter<Int64>.integer("start", default: 0, "The first number.").info],
      showsValue: true
    ),
    resource("session", [], scopes: [.worker]),
    resource(
      "ledger",
      [Parameter<[String]>.texts("paths", of: .file, "Files.").info],
      scopes: [.run]
    ),
    resource(
      "memory",
      [Parameter<Int64>.integer("start", default: 0, "The first number.").info],
      showsValue: true,
      keeps: .history
    ),
    resource("diary", [], scopes: [.worker], keeps: .history),
    resource("draft", [], keeps: .pendingWork),
  ]

  static let actions = [
    action("log", [Parameter<Template>.template("message", "What to log.").info]),
    action(
      "counter.report",
      [Parameter<String>.text("label", default: "", "A word before the number.").info],
      [ResourceRequest(name: "counter", type: "counter")]
    ),
  ]

  static let transforms = [
    transform("json.keys", .json),
    transform("table.lookup", .any, [ResourceRequest(name: "table", type: "table")]),
    transform(
      "session.send",
      .any,
      [
        ResourceRequest(name: "session", type: "session"),
        ResourceRequest(name: "counter", type: "counter", isOptional: true),
      ]
    ),
    transform("memory.see", .any, [ResourceRequest(name: "memory", type: "memory")]),
    transform(
      "memory.await",
      .any,
      [ResourceRequest(name: "memory", type: "memory")],
      waiting: .awaits
    ),
    transform("diary.write", .any, [ResourceRequest(name: "diary", type: "diary")]),
    transform("draft.write", .any, [ResourceRequest(name: "draft", type: "draft")]),
    transform("remember", .any, keeps: .history),
    transform("value.see", .any, [ResourceRequest(name: "value", type: nil)]),
  ]

  private static func resource(
    _ name: String,
    _ parameters: [ParameterInfo],
    scopes: [ResourcePlan.Scope] = [.worker, .run],
    servesProcesses: Bool = false,
    showsValue: Bool = false,
    keeps: KeptState = .nothing
  ) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: parameters,
      examples: [],
      role: .resource(
        ResourceRole(
          scopes: scopes,
          servesProcesses: servesProcesses,
          showsValue: showsValue,
          keeps: { _ in keeps }
        ) { (_, _) throws(RunFailure) in
          throw RunFailure(.internalCheck, "\(name) can only be described")
        }
      ),
      // Reads its arguments as a real one does, which no template may get in the way of.
      check: { arguments in
        guard case .text(let label)? = arguments.values["label"], label.contains("!") else {
          return []
        }
        return [ArgumentProblem(parameter: "label", range: 0..<1, message: "labels do not shout")]
      }
    )
  }

  private static func action(
    _ name: String,
    _ parameters: [ParameterInfo],
    _ requests: [ResourceRequest] = []
  ) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: parameters,
      examples: [],
      role: .action(ActionRole(resources: requests) { (_, _) throws(RunFailure) in })
    )
  }

  private static func transform(
    _ name: String,
    _ accepts: Acceptance,
    _ requests: [ResourceRequest] = [],
    waiting: Waiting = .computes,
    keeps: KeptState = .nothing
  ) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: requests.isEmpty
        ? [] : [Parameter<Template>.template("key", default: Template(parts: []), "A key.").info],
      examples: [],
      role: .transform(
        TransformRole(
          operators: [.map, .each],
          accepts: accepts,
          gives: .json,
          waiting: waiting,
          keeps: keeps,
          resources: requests
        ) { (_, _, _) throws(RunFailure) in
          throw RunFailure(.internalCheck, "\(name) can only be described")
        }
      )
    )
  }
}

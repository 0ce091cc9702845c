internal import SwpipeCore

/// `log`: a line on standard error for each element.
struct Log: Transform {
  static let message = Parameter<Template>.template(
    "message",
    default: Template(parts: [.element([])]),
    "What is written; {{ . }} is the element, {{ .a.b }} a value in it."
  )
  static let level = Parameter<String>.choice(
    "level",
    of: LogLevel.allCases.map(\.rawValue),
    default: LogLevel.info.rawValue,
    "How much the line matters."
  )

  static let definition = Definition(
    name: "log",
    summary: "Writes a line to the log for each element and passes it on",
    details: """
      The log goes to standard error, a whole line at a time, never to the results. A null or missing \
      value in the message is that element's error.
      """,
    parameters: [message.info, level.info],
    examples: [
      .stage("Each element, as a map", "map: log", input: ["a", "b"], output: ["a", "b"]),
      .stage(
        "With the worker's number",
        "map: {log: 'worker {{ $worker_info.index }} has {{ . }}'}",
        input: ["a"],
        output: ["a"]
      ),
      .stage(
        "edge: a value that is not there",
        "map: {log: '{{ .user.id }}'}",
        format: "jsonl",
        input: [#"{"user": null}"#],
        error: ".user.id is missing or null"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map, .each], accepts: .any, gives: .same) {
        (arguments, _, context) throws(RunFailure) in
        Log(
          renderer: try TemplateRenderer(arguments[message], context),
          level: LogLevel(rawValue: arguments[level]) ?? .info,
          context: context
        )
      }
    )
  )

  let renderer: TemplateRenderer
  let level: LogLevel
  let context: TransformContext

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      // The message is made where the element will stand, and makes room for it.
      try renderer.append(slice, output.position, to: &output)
      let message = output.withUnfinished { TemplateRenderer.string($0) }
      output.rollBack()
      context.log.write(level, message, stage: context.workerInfo.stage)
      slice.withElement(output.position) { output.append($0) }
      output.endElement()
      output.position += 1
    }
  }
}

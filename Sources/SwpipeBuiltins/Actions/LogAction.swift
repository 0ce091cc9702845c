internal import SwpipeCore

/// `log` in `on_done`: a line on standard error when a worker is done.
enum LogAction {
  static let message = Parameter<Template>.template(
    "message",
    "What is written; {{ $worker_info.index }} and {{ $stage_status.in }} say whose end it is."
  )

  static let definition = Definition(
    name: "log",
    summary: "Writes a line to the log when a worker is done",
    details: """
      The message knows `$worker_info`, `$stage_status`, `$env` and the resources that have a value. \
      Of a worker that was lost the resources are gone; their values are written as null, and \
      `$worker_info.lost` is true.
      """,
    parameters: [message.info, Log.level.info],
    examples: [
      Example(
        "Which worker is done",
        spec: """
          stages:
            - map: text.upper
              kind: thread
              workers: 2
              ordered: true
              on_done: [{log: 'worker {{ $worker_info.index }} of {{ $worker_info.stage }} is done'}]

          """,
        input: "a\nb\n",
        output: "A\nB\n"
      ),
      Example(
        "What a resource holds in the end",
        spec: """
          stages:
            - each: counter.add
              on_start: {seen: {counter: {}}}
              on_done: [{log: {message: '{{ $seen }} elements', level: warning}}]
          sink: discard

          """,
        input: "a\nb\n"
      ),
      Example(
        "edge: a value that is not there stops the run",
        spec: """
          stages:
            - map: identity
              on_done: [{log: '{{ $env.SWPIPE_NOT_THERE }}'}]

          """,
        input: "a\n",
        output: "a\n",
        error: "$env.SWPIPE_NOT_THERE is missing or null"
      ),
    ],
    role: .action(
      ActionRole { (arguments, context) throws(RunFailure) in
        let renderer = try TemplateRenderer(arguments[message], action: context)
        context.log.write(
          LogLevel(rawValue: arguments[Log.level]) ?? .info,
          try renderer.actionText(),
          stage: context.workerInfo.stage
        )
      }
    )
  )
}

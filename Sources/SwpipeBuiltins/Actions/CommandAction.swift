internal import SwpipeCore
internal import SwpipeSystem

/// `command` in `on_done`: runs a program when a worker is done.
enum CommandAction {
  static let argv = Parameter<[Template]>(
    ParameterInfo(
      name: "argv",
      type: .list(.template),
      isRequired: true,
      help: "The program and its arguments, a list; no shell looks at them."
    )
  ) { argument in
    guard case .list(let items)? = argument else { return nil }
    return items.compactMap { item in
      if case .template(let template) = item { template } else { nil }
    }
  }
  static let timeout = Parameter<Duration>.duration(
    "timeout",
    default: .zero,
    "How long it may take; 0 is without limit."
  )

  static let definition = Definition(
    name: "command",
    summary: "Runs a program when a worker is done",
    details: """
      The program's environment has SWPIPE_STAGE, SWPIPE_WORKER_INDEX, SWPIPE_STAGE_DONE, \
      SWPIPE_ACTIVE_WORKERS, SWPIPE_LAST and SWPIPE_LOST beside swpipe's own. It reads nothing. What \
      it writes goes to standard error in whole lines, with secrets hidden and control characters made \
      visible. An exit status other than 0 stops the run. What it leaves \
      running is ended with it, unless that has begun a session of its own (setsid); so is all of \
      it when swpipe or its worker process is killed.

      It is ended, too, when the run is stopped meanwhile; in a run that was stopped before it has 5 \
      seconds.
      """,
    parameters: [argv.info, timeout.info],
    examples: [
      Example(
        "Once, when the whole stage is done",
        spec: """
          stages:
            - map: identity
              on_done: [{command: [sh, -c, 'test "$SWPIPE_LAST" = true']}]

          """,
        input: "a\n",
        output: "a\n"
      ),
      Example(
        "With values as arguments",
        spec: """
          stages:
            - map: identity
              on_done: [{command: {argv: [test, '{{ $stage_status.in }}', -eq, '2'], timeout: 10s}}]

          """,
        input: "a\nb\n",
        output: "a\nb\n"
      ),
      Example(
        "edge: a program that fails stops the run",
        spec: """
          stages:
            - map: identity
              on_done: [{command: 'false'}]

          """,
        input: "a\n",
        output: "a\n",
        error: "the command `false` ended with exit status 1"
      ),
    ],
    role: .action(
      ActionRole(blocks: true, startsPrograms: true) { (arguments, context) throws(RunFailure) in
        var words: [String] = []
        for template in arguments[argv] {
          words.append(try TemplateRenderer(template, action: context).actionText())
        }
        try run(words, arguments[timeout].nanoseconds, context)
      }
    ),
    check: { arguments in
      arguments[argv].isEmpty
        ? [
          ArgumentProblem(
            parameter: argv.info.name,
            message: "there is no program to run",
            help: "name it as the first of the list"
          )
        ] : []
    }
  )

  private static func run(_ words: [String], _ timeout: Int64, _ context: ActionContext)
    throws(RunFailure)
  {
    let status = context.stageStatus
    var command = try RunningCommand(
      words,
      environment: [
        ("SWPIPE_STAGE", context.workerInfo.stage),
        ("SWPIPE_WORKER_INDEX", String(context.workerInfo.index)),
        ("SWPIPE_STAGE_DONE", String(status.done)),
        ("SWPIPE_ACTIVE_WORKERS", String(status.activeWorkers)),
        ("SWPIPE_LAST", String(status.last)),
        ("SWPIPE_LOST", String(context.isLost)),
      ],
      context.spawner
    )
    var watch = CommandWatch(
      timeout: timeout,
      startedStopped: context.stop.isOpen,
      at: MonotonicClock.now
    )
    let name = words.first ?? ""
    switch command.wait(&watch, stop: context.stop, relay: context.log.relay) {
    case .exited(0) where watch.reason == nil: return
    case .exited(let status) where watch.reason == nil:
      throw RunFailure(.resource, "the command `\(name)` ended with exit status \(status)")
    case .killed(let signal) where watch.reason == nil:
      let signalName = SignalName.text(of: signal).map { " (\($0))" } ?? ""
      throw RunFailure(
        .resource,
        "the command `\(name)` was killed by signal \(signal)\(signalName)"
      )
    case .unknown where watch.reason == nil:
      throw RunFailure(.resource, "nobody knows how the command `\(name)` ended")
    case .exited, .killed, .unknown:
      throw RunFailure(
        .resource,
        watch.reason == .timeout
          ? "the command `\(name)` took longer than its timeout"
          : "the command `\(name)` was ended because the run was stopped"
      )
    }
  }
}

import SwpipeCore

extension SpecKey {
  /// The operators, and the other keys of a stage.
  static let stageKeys =
    Operator.allCases.map(key) + [
      SpecKey(
        "ordered",
        in: .stage,
        .defaults,
        form: .boolean,
        usual: "false",
        elsewhere: ["order", "keep_order", "sorted"],
        "Whether the stage gives its output in the order of its input",
        help: """
          `- ordered: true` as a stage of its own restores the order of the source there.
          """,
        example: "stages:\n  - map: text.trim\n    workers: 4\n    ordered: true\n"
      ),
      SpecKey(
        "id",
        in: .stage,
        form: .id,
        usual: "the transform's name, then `NAME-2` and so on",
        elsewhere: ["name", "label", "title"],
        "The stage's name, for `from` and messages",
        help: "Letters, digits, `_`, `-` and `.`; sources and stages share one namespace.",
        example: "stages:\n  - {id: clean, map: text.trim}\n"
      ),
      SpecKey(
        "from",
        in: .stage,
        .sink,
        form: .either([.id, .list(.id)]),
        usual: "what stands before it",
        elsewhere: ["input", "inputs", "needs", "depends_on", "after", "source"],
        "What feeds the stage or sink: a stage, a source, or several of them",
        help: """
          Two stages with the same `from` get every element each; several names are merged. A source that \
          has no name of its own is `source`. A stage without `from` passes over an `each` before it.
          """,
        example: """
          stages:
            - {id: all, map: text.trim}
            - {id: errors, filter: {text.contains: error}, from: all}
            - {id: notes, filter: {text.contains: note}, from: all}
          sinks:
            shown: {from: [errors, notes], stdout: {}}

          """
      ),
      SpecKey(
        "with",
        in: .stage,
        form: .arguments,
        elsewhere: ["args", "arguments", "parameters", "config", "options", "kwargs"],
        "The arguments of the stage's transform, where they do not stand under its name",
        example: "stages:\n  - map: text.pad\n    with: {width: 8}\n"
      ),
      SpecKey(
        "kind",
        in: .stage,
        .defaults,
        form: .choice(
          WorkerKind.allCases.map { kind in
            Word(text: kind.rawValue, summary: summary(of: kind), example: example(of: kind))
          }
        ),
        usual: "`sync` without `workers`, `maxsize` and `timeout`; else `task` or `thread`",
        elsewhere: ["type", "mode", "executor", "runner"],
        "What the stage's workers are",
        help: """
          Where none is named it is `task` for a transform that waits without holding a thread, and `thread` \
          for others.
          """,
        example: "stages:\n  - map: text.trim\n    kind: process\n    workers: 2\n"
      ),
      SpecKey(
        "workers",
        in: .stage,
        .defaults,
        form: .integer(1...SpecLimits.workers),
        usual: "1",
        elsewhere: [
          "concurrency", "threads", "parallelism", "parallel", "processes", "replicas", "jobs",
          "max_workers", "n_workers", "worker", "num_workers",
        ],
        "How many workers the stage has",
        help: """
          State that a worker keeps, such as a cache in `on_start`, is each worker's own unless its resource \
          has `scope: run`.
          """,
        example: "stages:\n  - map: {sleep: 10ms}\n    workers: 8\n    maxsize: 100\n"
      ),
      SpecKey(
        "maxsize",
        in: .stage,
        .defaults,
        form: .integer(0 ... .max),
        usual: "0, which is no limit",
        elsewhere: ["queue_size", "queue", "buffer", "buffer_size", "capacity", "max_size"],
        "How many elements may wait for the stage",
        example: "stages:\n  - map: {sleep: 10ms}\n    workers: 8\n    maxsize: 100\n"
      ),
      SpecKey(
        "timeout",
        in: .stage,
        .defaults,
        form: .duration,
        usual: "0, which is no limit",
        elsewhere: ["deadline", "time_limit", "max_time"],
        "How long the transform may take for an element, which fails after that",
        example: "stages:\n  - map: text.trim\n    timeout: 1s\n    on_error: skip\n"
      ),
      SpecKey(
        "memory",
        in: .stage,
        .defaults,
        form: .size,
        usual: "0, which is no limit",
        elsewhere: ["mem", "max_memory", "memory_limit"],
        "How much memory each worker process of the stage may allocate",
        help:
          "Only workers of kind `process` and programs of plugins can be limited; 8MiB at least.",
        example: "stages:\n  - map: text.trim\n    kind: process\n    memory: 64MiB\n"
      ),
      SpecKey(
        "on_start",
        in: .stage,
        form: .named(.either([.component(.resource), .keys(.resource), .id])),
        elsewhere: ["setup", "init", "before", "resources", "state"],
        "What each worker of the stage starts before its first element",
        help: """
          `NAME: {TYPE: {ARGUMENTS}}` defines a resource in place, `NAME: OTHER` refers to the entry OTHER of \
          `resources`. Transforms find a resource by its type; `$NAME` is its value in templates, and \
          where there are two of a type an argument of the transform names one.
          """,
        example: """
          stages:
            - map: counter.add
              on_start: {lines: {counter: {start: 100}}}
              on_done: {log: '{{ $lines }} lines'}

          """
      ),
      SpecKey(
        "on_done",
        in: .stage,
        form: .either([.component(.action), .list(.component(.action))]),
        elsewhere: ["teardown", "finally", "on_end", "on_finish", "on_stop", "on_exit"],
        "What each worker of the stage does after its last element",
        help: """
          One action, or a list of them that run one after the other. Templates know `$worker_info`, \
          `$stage_status` and the names of `on_start`.
          """,
        example: """
          stages:
            - map: text.trim
              workers: 2
              on_done:
                - {log: 'worker {{ $worker_info.index }} is done'}

          """
      ),
    ]

  private static func summary(of kind: WorkerKind) -> String {
    switch kind {
    case .sync: "The stage runs in the worker that feeds it"
    case .thread: "Each worker is a thread"
    case .process: "Each worker is a process of its own"
    case .task: "Workers are tasks, which wait without a thread"
    }
  }

  private static func example(of kind: WorkerKind) -> String {
    let stage = "stages:\n  - map: {sleep: 10ms}\n    kind: \(kind.rawValue)\n"
    return switch kind {
    case .sync: stage
    case .thread, .process: stage + "    workers: 4\n    maxsize: 16\n"
    case .task: stage + "    workers: 1000\n    maxsize: 2000\n"
    }
  }

  private static func key(_ operation: Operator) -> SpecKey {
    let form = Form.component(.transform)
    switch operation {
    case .map:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: form,
        elsewhere: ["transform", "apply", "do", "run", "call", "task", "mapping", "function"],
        "Gives what the transform makes of each element, one for one",
        example: "stages:\n  - map: {text.pad: {width: 8}}\n"
      )
    case .filter:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: form,
        elsewhere: ["where", "select", "if", "when", "keep", "grep"],
        "Gives the elements for which the transform holds, unchanged",
        help: "`invert: true` among the arguments gives the others.",
        example: "stages:\n  - filter: {text.contains: {text: error, invert: true}}\n"
      )
    case .flatMap:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: form,
        elsewhere: ["flatmap", "expand", "explode", "split", "mapcat"],
        "Gives any number of elements for each",
        example: "stages:\n  - flat_map: text.words\n"
      )
    case .each:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: form,
        elsewhere: ["foreach", "for_each", "tap", "peek"],
        "Runs the transform for its effect and gives nothing",
        help: "A stage behind it that names no `from` reads what stands before it.",
        example: "stages:\n  - each: {log: 'read {{ . }}'}\n  - map: text.trim\n"
      )
    case .reduce:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: form,
        elsewhere: ["aggregate", "fold", "summarize", "summarise", "agg", "collect", "sort"],
        "Takes in all elements and gives what the transform makes of them at the end",
        help: """
          Each worker of the stage keeps a state of its own, and one more worker merges them once there \
          are no more elements. The result does not depend on the number of workers.
          """,
        example: "source: {stdin: {format: jsonl}}\nstages:\n  - reduce: {sum: .amount}\n"
      )
    case .route:
      return SpecKey(
        operation.rawValue,
        in: .stage,
        form: .named(.either([.text, .keys(.route)])),
        elsewhere: ["switch", "branch", "case", "partition", "dispatch", "router"],
        "Sends each element the way of the first condition that holds for it",
        help: """
          A route is `NAME: CONDITION`, `NAME: otherwise` or `NAME: {when: CONDITION, discard: true}`. A \
          condition is a program in jq's language. Stages and sinks read a route as `from: ID.NAME`, where \
          ID is the stage's id, which is `route` where it has none. Without `otherwise`, an element for \
          which no condition holds is dropped and counts as filtered.
          """,
        example: """
          source: {stdin: {format: jsonl}}
          stages:
            - {id: orders, route: {large: .amount > 50, small: otherwise}}
            - {id: paid, filter: .paid, from: orders.large}
          sinks:
            large: {from: paid, stdout: {}}
            small: {from: orders.small, file: {path: small.jsonl}}

          """
      )
    }
  }
}

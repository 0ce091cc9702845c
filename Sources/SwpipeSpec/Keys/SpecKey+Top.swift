import SwpipeCore

extension SpecKey {
  /// The keys of a whole spec.
  static let topKeys = [
    SpecKey(
      "swpipe",
      in: .spec,
      form: .integer(1...1),
      usual: "1",
      elsewhere: ["version", "apiVersion"],
      "The version of the language that the spec is written in",
      example: "swpipe: 1\nstages:\n  - map: text.trim\n"
    ),
    SpecKey(
      "name",
      in: .spec,
      form: .text,
      usual: "the file's name",
      elsewhere: ["title"],
      "What the pipeline is called in reports and plans, one line",
      example: "name: orders\nstages:\n  - map: text.trim\n"
    ),
    SpecKey(
      "description",
      in: .spec,
      form: .text,
      elsewhere: ["comment", "doc"],
      "What the pipeline is for",
      example: "description: Trims what people typed.\nstages:\n  - map: text.trim\n"
    ),
    SpecKey(
      "plugins",
      in: .spec,
      form: .list(.either([.text, .keys(.plugin)])),
      elsewhere: ["imports", "extensions", "modules", "require"],
      "Libraries, programs and functions whose transforms the spec uses",
      help: """
        An entry is the path of a shared library, beside the spec if it is relative, or a mapping with \
        one of `path`, `command` and `python`.
        """,
      example: """
        plugins:
          - {name: mark, command: [sed, -u, 's/$/!/'], framing: lines}
        stages:
          - map: mark

        """
    ),
    SpecKey(
      "defaults",
      in: .spec,
      form: .keys(.defaults),
      elsewhere: ["settings"],
      "What holds for every stage that does not say otherwise",
      help: """
        `on_error` holds for sources, too, where their format has rows that may be bad. A stage's own keys go first, then `--kind` and `--workers`, which stand in for the same keys of \
        `defaults`, then `defaults`. A `kind`, `workers` or `timeout` here gives every stage workers of \
        its own.
        """,
      example: "defaults: {kind: thread, maxsize: 100}\nstages:\n  - map: text.trim\n"
    ),
    SpecKey(
      "secrets",
      in: .spec,
      form: .list(.text),
      elsewhere: ["secret"],
      "The names of the variables whose values nobody may see",
      help: """
        Their values, and those of the file that `--secrets` names, are shown as `***` in logs, errors, reports, \
        plans and the errors of dead letters, also percent-encoded and in base64. What the run writes is not changed. \
        `${NAME}` of a secret may be put into arguments that take a text.
        """,
      example: """
        secrets: [API_TOKEN]
        stages:
          - map: {text.prefix: 'key ${API_TOKEN:-none} '}

        """
    ),
    SpecKey(
      "limits",
      in: .spec,
      form: .keys(.limits),
      "How much memory the elements of the run may take",
      example: "limits: {memory: 64MiB, element: 1MiB}\nstages:\n  - map: text.trim\n"
    ),
    SpecKey(
      "resources",
      in: .spec,
      form: .named(.either([.component(.resource), .keys(.resource)])),
      elsewhere: ["volumes", "services", "connections"],
      "Resources by name, which stages start in `on_start`",
      help: """
        `NAME: {TYPE: {ARGUMENTS}}`. A stage refers to one by its name. With `scope: run` all stages that \
        do so share one; else each worker has its own.
        """,
      example: """
        resources:
          seen: {cache: {capacity: 1000}, scope: run}
        stages:
          - filter: cache.distinct
            on_start: {recent: seen}

        """
    ),
    SpecKey(
      "source",
      in: .spec,
      form: .either([.component(.source), .keys(.source)]),
      usual: "`stdin`",
      elsewhere: ["input", "in", "reader", "extract"],
      "Where the elements come from",
      help: """
        Stages know it as `source`: `from: source`. Several sources stand under `sources`, each with a \
        name of its own.
        """,
      example: "source: {range: 3}\nstages:\n  - {id: next, map: {number.add: 1}, from: source}\n"
    ),
    SpecKey(
      "sources",
      in: .spec,
      form: .named(.either([.component(.source), .keys(.source)])),
      elsewhere: ["inputs", "readers"],
      "Several sources, each with a name that a `from` refers to",
      example: """
        sources:
          low: {range: 3}
          high: {range: {start: 10, stop: 13}}
        stages:
          - {map: {number.add: 1}, from: [low, high]}

        """
    ),
    SpecKey(
      "stages",
      in: .spec,
      form: .list(.keys(.stage)),
      elsewhere: [
        "pipeline", "pipelines", "steps", "tasks", "jobs", "transforms", "processors", "operators",
        "filters", "stage",
      ],
      "What is done with the elements, one stage after the other",
      example: "stages:\n  - map: text.trim\n  - filter: {text.contains: error}\n"
    ),
    SpecKey(
      "dead_letter",
      in: .spec,
      form: .component(.sink),
      elsewhere: ["dead_letters", "dlq", "deadletter", "failed", "errors"],
      "The sink of the elements and rows that fail where `on_error: dead_letter` stands",
      help: """
        Each is a line of JSON with the element or row, its place, the stage or source, the tries and the \
        error; `swpipe replay` runs them again.
        """,
      example: """
        stages:
          - map: json.parse
            on_error: dead_letter
        dead_letter: {file: {path: failed.jsonl}}
        sink: {stdout: {format: jsonl}}

        """
    ),
    SpecKey(
      "sink",
      in: .spec,
      form: .component(.sink),
      usual: "`stdout`",
      elsewhere: ["output", "out", "writer", "target", "destination", "load"],
      "Where the elements go",
      help:
        "`null` is another name for `discard`. Several sinks stand under `sinks`, each with a name.",
      example: "source: {range: 3}\nsink: {stdout: {format: jsonl}}\n"
    ),
    SpecKey(
      "sinks",
      in: .spec,
      form: .named(.either([.component(.sink), .keys(.sink)])),
      elsewhere: ["outputs", "writers", "targets", "destinations"],
      "Several sinks, each with a name and a `from`",
      example: """
        source: {range: 3}
        sinks:
          shown: {from: source, stdout: {}}
          dropped: {from: source, discard: {}}

        """
    ),
  ]
}

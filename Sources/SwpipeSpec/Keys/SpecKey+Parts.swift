import SwpipeCore

extension SpecKey {
  private static let limitsExample = """
    limits: {memory: 64MiB, element: 1MiB}
    stages:
      - map: text.trim

    """
  private static let filterExample = """
    plugins:
      - {name: mark, command: [sed, -u, 's/$/!/'], framing: lines, gives: text}
    stages:
      - map: mark

    """

  /// The keys of limits, resources and plugins.
  static let partKeys = [
    SpecKey(
      "memory",
      in: .limits,
      form: .size,
      usual: SizeText.text(LimitsPlan().memory),
      "How much the elements that wait anywhere may take; sources wait when it is spent",
      example: limitsExample
    ),
    SpecKey(
      "element",
      in: .limits,
      form: .size,
      usual: SizeText.text(LimitsPlan().element),
      elsewhere: ["line", "max_element", "max_line"],
      "The largest element; a larger one is an error with its place",
      example: limitsExample
    ),
    SpecKey(
      "evaluation",
      in: .limits,
      form: .size,
      usual: SizeText.text(LimitsPlan().evaluation),
      "How much memory an expression may take for one element; more is that element's error",
      example: "limits: {evaluation: 64MiB}\nstages:\n  - map: 'split(\" \") | length'\n"
    ),
    SpecKey(
      "scope",
      in: .resource,
      form: .choice(
        ResourcePlan.Scope.allCases.map { scope in
          Word(
            text: scope.rawValue,
            summary: summary(of: scope),
            example: """
              stages:
                - map: counter.add
                  on_start: {number: {counter: {}, scope: \(scope.rawValue)}}

              """
          )
        }
      ),
      usual: "`worker`, or the one scope that its type has",
      elsewhere: ["shared", "sharing"],
      "Who shares the resource; the key stands beside its type",
      help: "Worker processes share no memory, so a stage of that kind refuses `scope: run`.",
      example: """
        stages:
          - filter: cache.distinct
            workers: 4
            on_start: {seen: {cache: {}, scope: run}}

        """
    ),
    SpecKey(
      "name",
      in: .plugin,
      form: .id,
      usual: "what the plugin calls itself",
      elsewhere: ["id", "as", "alias"],
      "What the plugin's transform is called in stages",
      example: filterExample
    ),
    SpecKey(
      "path",
      in: .plugin,
      form: .text,
      elsewhere: ["file", "library", "lib"],
      "The shared library or program of a plugin, beside the spec if it is relative",
      example: filterExample
    ),
    SpecKey(
      "command",
      in: .plugin,
      form: .list(.text),
      elsewhere: ["cmd", "exec", "run", "shell", "program"],
      "A program and its arguments, each a text of its own; no shell reads them",
      example: filterExample
    ),
    SpecKey(
      "python",
      in: .plugin,
      form: .text,
      elsewhere: ["py", "function"],
      "A function of a Python module beside the spec, as `module:function`",
      example: filterExample
    ),
    SpecKey(
      "interpreter",
      in: .plugin,
      form: .text,
      usual: "python3 of PATH",
      elsewhere: ["venv", "executable"],
      "The Python that runs the function of a `python`: that of a virtual environment, beside the spec",
      example: """
        plugins: [{python: 'math:sqrt', interpreter: venv/bin/python}]
        source: {range: {stop: 10}}
        stages:
          - map: sqrt

        """
    ),
    SpecKey(
      "framing",
      in: .plugin,
      form: .choice([
        Word(
          text: "frames",
          summary: "The program speaks the plugin protocol",
          example: "plugins:\n  - {command: [python3, score.py], framing: frames}\n"
            + "stages:\n  - map: score\n"
        ),
        Word(
          text: "lines",
          summary: "The program answers each line with a line",
          example: filterExample
        ),
      ]),
      usual: "frames",
      elsewhere: ["protocol", "mode"],
      "How swpipe and the program of a `command` talk to each other",
      example: filterExample
    ),
    SpecKey(
      "gives",
      in: .plugin,
      form: .choice([
        Word(text: "text", summary: "Lines are taken as they are", example: filterExample),
        Word(
          text: "json",
          summary: "Each line is a JSON value",
          example: """
            plugins:
              - {name: size, command: [awk, '{ print length; fflush() }'], framing: lines, gives: json}
            stages:
              - map: size

            """
        ),
      ]),
      usual: "text",
      elsewhere: ["output", "returns", "format"],
      "What the lines of a filter are",
      example: filterExample
    ),
    SpecKey(
      "end",
      in: .plugin,
      form: .text,
      usual: "each answer is one line",
      elsewhere: ["terminator", "marker", "separator"],
      "The line that ends each answer of a filter, so that an answer may have any number of lines",
      example: """
        plugins:
          - {name: mark, command: [sed, -u, 'p; s/.*/--/'], framing: lines, end: '--'}
        stages:
          - map: mark

        """
    ),
    SpecKey(
      "keeps_state",
      in: .plugin,
      form: .boolean,
      usual: "false",
      elsewhere: ["stateful", "state", "has_state"],
      "Whether the answers of a filter depend on the elements before",
      help: """
        Such a filter gets one worker of its own where several feed its stage, and its process is not \
        replaced: its death ends the run.
        """,
      example: """
        plugins:
          - {name: total, command: [awk, -W, interactive, '{ print sum += $1 }'], framing: lines, keeps_state: true}
        stages:
          - map: total

        """
    ),
    SpecKey(
      "start_timeout",
      in: .plugin,
      form: .duration,
      usual: "10s to say what it offers, 60s for the start of a worker",
      elsewhere: ["startup_timeout", "start_limit"],
      "How long the plugin may take to say what it offers, and each of its workers to start",
      example: """
        plugins:
          - {command: [python3, model.py], start_timeout: 1m}
        stages:
          - map: score

        """
    ),
  ]

  private static func summary(of scope: ResourcePlan.Scope) -> String {
    switch scope {
    case .worker: "Each worker has one of its own"
    case .run: "All workers that start it share one, whatever stage"
    }
  }
}

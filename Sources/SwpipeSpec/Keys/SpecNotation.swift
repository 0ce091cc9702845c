/// A notation that may stand in any value of a spec: variables and templates.
package struct SpecNotation: Sendable {
  /// How it is written, which it is also known by.
  package let name: String
  /// Other ways in which somebody may ask for it, without blanks.
  let prefixes: [String]
  /// One sentence without a full stop.
  package let summary: String
  package let help: String
  /// A whole spec that shows it.
  package let example: String

  package static let all = [
    SpecNotation(
      name: "${NAME}",
      prefixes: ["${", "$${"],
      summary: "The value of a variable, from `--set NAME=VALUE` or the environment",
      help: """
        `${NAME:-default}` has a default, which may hold variables itself, and `${NAME:?message}` says why \
        the run needs it; both take an empty value for none. Variables are put in when the spec is read: a \
        value without quotes gets its type then, one in quotes stays a text. Keys hold no variables. \
        `$${` is a literal `${`.
        """,
      example: "stages:\n  - filter: {text.contains: {text: '${WORD:-error}'}}\n"
    ),
    SpecNotation(
      name: "{{ }}",
      prefixes: ["{{", "$"],
      summary: "A template: a part of the element or a variable, put into a text at run time",
      help: """
        `{{ . }}` is the element, `{{ .a.b[0] }}` a value in it, `{{ ."a name" }}` a field with such a \
        name. `$element_index` is its position, `$worker_info` has index, kind, stage and restarts, \
        `$env.NAME` is the environment at run time, `$NAME` a resource of `on_start`. In `on_done` there is \
        no element, and `$stage_status` has active_workers, done, last, in, out and failed. Texts come out \
        raw, other values as JSON. `{{ "{{" }}` is a literal `{{`. Only arguments of type template may \
        hold one, and in `on_start` those of type text and file, which know `$worker_info` alone.
        """,
      example: "stages:\n  - each: {log: '{{ $element_index }}: {{ . }}'}\n"
    ),
  ]

  /// The notation that somebody means by a text such as `${}` or `$worker_info`.
  package static func named(_ text: String) -> SpecNotation? {
    let text = text.filter { $0 != " " }
    return all.first { notation in notation.prefixes.contains(where: text.hasPrefix) }
  }
}

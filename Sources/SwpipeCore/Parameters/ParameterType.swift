/// How a parameter is written in a spec; what validate checks and the reference pages print.
package indirect enum ParameterType: Hashable, Sendable, Codable {
  /// A text; a plain scalar is taken as it is written (`1.0` stays `1.0`).
  ///
  /// For a resource it may be written as a template over `$worker_info`, and so may a `file`.
  case text
  /// `true` or `false`.
  case boolean
  /// A whole number within bounds.
  case integer(ClosedRange<Int64>)
  /// A number within bounds, integer or not.
  case number(ClosedRange<Double>)
  /// A number with a unit: `250ms`, `1m30s`; a bare 0 is off.
  case duration
  /// A number of bytes with a unit: `64KiB`, `1MB`.
  case size
  /// One of some words.
  case choice([String])
  /// A PCRE2 regular expression.
  case pattern
  /// A program in jq's language, which is compiled when the spec is checked.
  case expression
  /// A place in an element: `.a`, `.a.b[0]`, `."a name"`; `.` is the whole element.
  case path
  /// A text with `{{ … }}` in it.
  case template
  /// A path of a file; relative to the working directory, or to the spec for a resource, whose plan
  /// holds it relative to the working directory as well.
  case file
  /// A list of one of the other types; a single one stands for a list of one.
  case list(ParameterType)
  /// Any YAML value, turned into JSON.
  case value

  /// Whether it is a path, or a list of them.
  package var isFile: Bool {
    switch self {
    case .file, .list(.file): true
    default: false
    }
  }
}

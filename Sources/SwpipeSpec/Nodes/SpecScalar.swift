import SwpipeCore
import SwpipeYAML

/// A scalar of a spec after its variables were expanded.
struct SpecScalar: Sendable {
  var scalar: YAMLScalar
  /// The tag as written, which the value honours.
  var tag: String?
  /// The UTF-8 ranges of the text that came out of variables; nothing in them is a template.
  var expanded: [Range<Int>] = []

  var text: String { scalar.text }
  /// Whether the text is not quoted, so that it may be a number or a boolean.
  var isPlain: Bool { scalar.style == .plain && tag != "!!str" && tag != "!" }

  /// The value by YAML's core schema, which a plain scalar gets after expansion.
  var value: YAMLValue {
    switch tag {
    case "!!str", "!": .string(text)
    case nil: scalar.resolved
    default: YAMLScalar(text: text, style: .plain).resolved
    }
  }

  /// What the scalar is, in words that follow "not".
  var description: String {
    switch value {
    case .null: text.isEmpty ? "nothing" : Wording.quote(text)
    case .bool, .integer, .bigInteger, .float: Wording.quote(text)
    case .string: text.isEmpty ? "an empty text" : "the text \(Wording.quote(text))"
    }
  }
}

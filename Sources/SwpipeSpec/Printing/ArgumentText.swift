package import SwpipeCore

/// Writes arguments as a spec would have them, in YAML's flow style.
package enum ArgumentText {
  /// ` {key: value}`, or nothing where there are no arguments; keys sorted.
  static func suffix(_ arguments: Arguments, isInverted: Bool = false) -> String {
    var fields = arguments.values.sorted { $0.key < $1.key }
      .map { "\($0.key): \(text($0.value))" }
    if isInverted { fields.append("invert: true") }
    return fields.isEmpty ? "" : " {\(fields.joined(separator: ", "))}"
  }

  /// One argument.
  package static func text(_ argument: Argument) -> String {
    switch argument {
    case .text(let text): scalar(text)
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): Wording.number(number)
    case .duration(let nanoseconds): DurationText.text(nanoseconds)
    case .size(let bytes): SizeText.text(bytes)
    case .path(let keys): scalar(PathText.element(keys))
    case .template(let template): scalar(TemplateText.text(template))
    case .list(let items): "[\(items.map { self.text($0) }.joined(separator: ", "))]"
    case .value(let value): text(value)
    }
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): Wording.number(number)
    case .digits(let digits): digits
    case .text(let text): scalar(text)
    case .list(let items): "[\(items.map { self.text($0) }.joined(separator: ", "))]"
    case .mapping(let fields):
      "{\(fields.map { "\(scalar($0.key)): \(self.text($0.value))" }.joined(separator: ", "))}"
    }
  }

  /// A text, in single quotes unless it is a word; in double ones where it has control characters.
  private static func scalar(_ text: String) -> String {
    let isWord = text.allSatisfy { $0.isLetter || "_-./".contains($0) || $0.isNumber }
    if isWord, text.first.map({ $0.isLetter || "/_".contains($0) }) == true, !isReserved(text) {
      return text
    }
    let hasControls = text.unicodeScalars.contains { $0.value < 0x20 }
    if hasControls { return JSONText.quoted(text) }
    let doubled = text.flatMap { $0 == "'" ? ["'", "'"] : [$0] }
    return "'" + String(doubled) + "'"
  }

  private static func isReserved(_ text: String) -> Bool {
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
  }
}

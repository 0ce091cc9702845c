import SwpipeCore

/// Turns of phrase that the messages of several checks share.
enum Wording {
  /// The help for a name that is none of those that may stand there.
  ///
  /// A near name alone if there is one; else all of them, or `overview` where they are too many.
  static func choice(
    _ name: String,
    among names: [String],
    called noun: String,
    overview: String? = nil
  ) -> String? {
    if let near = DidYouMean.suggestion(for: name, among: names) {
      return "did you mean `\(near)`?"
    }
    if names.isEmpty { return overview }
    if names.count > 12, let overview { return overview }
    if names.count == 1 { return "there is only `\(names[0])`" }
    return "the \(noun) here are \(list(names))"
  }

  /// The name that was most likely meant: a misspelt one, or `text.upper` for `upper`.
  static func near(_ name: String, among names: [String]) -> String? {
    names.first { $0.hasSuffix(".\(name)") } ?? DidYouMean.suggestion(for: name, among: names)
  }

  /// Names in backquotes, joined as in a sentence: `a`, `b` and `c`.
  static func list(_ names: some Sequence<String>, joinedBy word: String = "and") -> String {
    let quoted = names.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// A definition in YAML's flow style, with what it needs left open: `{table: {path: …}}`.
  static func definition(_ definition: Definition) -> String {
    let needed = definition.parameters.filter(\.isRequired).map { "\($0.name): …" }
    return "{\(definition.name): {\(needed.joined(separator: ", "))}}"
  }

  /// A piece of the user's text in backquotes, shortened where it is long.
  static func quote(_ text: String) -> String {
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    if line.count == text.count, line.count <= 40 { return "`\(line)`" }
    return "`\(line.prefix(37))…`"
  }

  /// A number as a person writes it: `2`, not `2.0`.
  static func number(_ number: some Comparable) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

internal import SwpipeSpec

/// What explain prints of the spec's language: keys, the words that are their values, notations.
struct KeyText {
  let paint: Paint

  /// A part for each thing of a name.
  func parts(_ name: String) -> [String] {
    var parts = SpecKey.all.filter { $0.name == name }.map(key)
    // Two keys may take the same words.
    let uses = SpecKey.all.flatMap { key in
      key.form.words.filter { $0.text == name }.map { (key: key.name, summary: $0.summary) }
    }
    for use in uses where use == uses.first(where: { $0.summary == use.summary }) ?? use {
      let keys = uses.filter { $0.summary == use.summary }.map { "`\($0.key)`" }
      let role = "value of " + keys.joined(separator: " and ")
      parts.append("\(paint.title(name)) (\(role)): \(use.summary).\n")
    }
    if let notation = SpecNotation.named(name) { parts.append(text(notation)) }
    return parts
  }

  /// All names of keys and words.
  static var names: [String] {
    SpecKey.all.flatMap { [$0.name] + $0.form.words.map(\.text) } + SpecNotation.all.map(\.name)
  }

  private func key(_ key: SpecKey) -> String {
    var text = "\(paint.title(key.name)) (\(Self.role(key))): \(key.summary).\n"
    text += ComponentText.wrapped(Self.value(key))
    if !key.help.isEmpty { text += "\n" + ComponentText.wrapped(key.help) }
    return text + example(key.example)
  }

  private func text(_ notation: SpecNotation) -> String {
    "\(paint.title(notation.name)): \(notation.summary).\n\n"
      + ComponentText.wrapped(notation.help) + example(notation.example)
  }

  private func example(_ spec: String) -> String {
    "\n" + paint.title("Example") + "\n" + ComponentText.indented(spec, "  ")
  }

  /// `key of a stage and of defaults`.
  static func role(_ key: SpecKey) -> String {
    "key of " + key.places.map(\.title).joined(separator: " and of ")
  }

  /// What may stand there, and what holds without it.
  static func value(_ key: SpecKey) -> String {
    let form = key.form.text
    let value = form.prefix(1).uppercased() + form.dropFirst() + "."
    return value + (key.usual.map { " Without it: \($0)." } ?? "")
  }
}

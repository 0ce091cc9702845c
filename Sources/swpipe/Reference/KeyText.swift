internal import SwpipeSpec

/// What explain prints of the spec's language: keys, the words that are their values, notations.
struct KeyText {
  let paint: Paint

  /// A part for each thing of a name.
  func parts(_ name: String) -> [String] {
    var parts = SpecKey.all.filter { $0.name == name }.map { text(KeyWords(key: $0)) }
    // Two keys may take the same words.
    let uses = SpecKey.all.flatMap { key in
      key.form.words.filter { $0.text == name }.map { (key: key, word: $0) }
    }
    for (number, use) in uses.enumerated() {
      let same = uses.indices.filter { uses[$0].word.summary == use.word.summary }
      if same.first == number { parts.append(text(use.word, of: same.map { uses[$0].key })) }
    }
    if let notation = SpecNotation.named(name) { parts.append(text(notation)) }
    return parts
  }

  /// All names of keys and words.
  static var names: [String] {
    SpecKey.all.flatMap { [$0.name] + $0.form.words.map(\.text) } + SpecNotation.all.map(\.name)
  }

  private func text(_ words: KeyWords) -> String {
    let value = words.form.prefix(1).uppercased() + words.form.dropFirst() + "."
    let usual = words.usual.isEmpty ? "" : " Without it: \(words.usual)."
    var text = "\(paint.title(words.key.name)) (\(words.role)): \(words.summary)\n"
    text += ComponentText.wrapped(value + usual)
    if !words.help.isEmpty { text += "\n" + ComponentText.wrapped(words.help) }
    text += table("Values", words.words) + table("Keys", words.keys)
    return text + example(words.example)
  }

  /// What is known of a word that several keys take alike.
  private func text(_ word: SpecKey.Word, of keys: [SpecKey]) -> String {
    let names = keys.map { "`\($0.name)`" }.joined(separator: " and ")
    var text = "\(paint.title(word.text)) (value of \(names)): \(word.summary).\n"
    for words in keys.map({ KeyWords(key: $0) }) {
      text += "\n" + ComponentText.wrapped("`\(words.key.name)`, a \(words.role): \(words.summary)")
      if !words.help.isEmpty { text += ComponentText.wrapped(words.help) }
    }
    return text + example(word.example)
  }

  private func text(_ notation: SpecNotation) -> String {
    "\(paint.title(notation.name)): \(notation.summary).\n\n"
      + ComponentText.wrapped(notation.help) + example(notation.example)
  }

  private func table(_ title: String, _ entries: [KeyWords.Entry]) -> String {
    guard !entries.isEmpty else { return "" }
    var table = Table()
    for entry in entries { table.add(entry.name, entry.text) }
    return "\n" + paint.title(title) + "\n" + table.text(indent: "  ")
  }

  private func example(_ spec: String) -> String {
    "\n" + paint.title("Example") + "\n" + ComponentText.indented(spec, "  ")
  }
}

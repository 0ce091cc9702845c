internal import SwpipeSpec

/// The reference page of the spec's keys, in Markdown.
enum KeysPage {
  static var text: String {
    var text =
      ReferencePage.mark + """

        # Keys of a spec

        Every key that a spec may hold, by the place where it stands. `swpipe explain KEY` prints the same, and \
        `swpipe explain WORD` explains a word that a key takes.

        """
    for place in SpecKey.Place.allCases {
      text += "\n## \(title(place))\n\n| key | value | without it | |\n|---|---|---|---|\n"
      for key in SpecKey.keys(in: place) {
        let words = KeyWords(key: key)
        text += "| `\(key.name)` | \(cell(words.form)) | \(cell(words.usual)) "
        text += "| \(cell(words.summary)) |\n"
      }
      for key in SpecKey.keys(in: place) where key.places.first == place { text += details(key) }
    }
    text += "\n## In any value\n"
    for notation in SpecNotation.all {
      text += "\n### `\(notation.name)`\n\n\(notation.summary).\n\n\(notation.help)\n"
      text += "\n" + block(notation.example)
    }
    return text
  }

  private static func title(_ place: SpecKey.Place) -> String {
    let title = place.title
    return "In " + title
  }

  /// The key's help, its words and its example.
  private static func details(_ key: SpecKey) -> String {
    let words = KeyWords(key: key)
    var text = "\n### \(key.name)\n\n\(words.summary)"
    if !words.help.isEmpty { text += " " + words.help }
    text += "\n"
    if !words.words.isEmpty {
      text += "\n"
      for word in words.words { text += "- `\(word.name)`: \(word.text)\n" }
    }
    return text + "\n" + block(words.example)
  }

  private static func block(_ spec: String) -> String { "```yaml\n\(spec)```\n" }

  private static func cell(_ text: String) -> String { ReferencePage.cell(text) }
}

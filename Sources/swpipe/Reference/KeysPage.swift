internal import SwpipeSpec

/// The reference page of the spec's keys, in Markdown.
enum KeysPage {
  static var text: String {
    var text =
      ReferencePage.mark + """

        # Keys of a spec

        Every key that a spec may hold, by the place where it stands. `swpipe explain KEY` prints the same, and \
        explains the words that a key takes.

        """
    for place in SpecKey.Place.allCases {
      text += "\n## \(title(place))\n\n| key | value | without it | |\n|---|---|---|---|\n"
      for key in SpecKey.keys(in: place) {
        text += "| `\(key.name)` | \(cell(key.form.text)) | \(cell(key.usual ?? "")) "
        text += "| \(cell(key.summary + ".")) |\n"
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
    var text = "\n### \(key.name)\n\n\(key.summary)."
    if !key.help.isEmpty { text += " " + key.help }
    text += "\n"
    if !key.form.words.isEmpty {
      text += "\n"
      for word in key.form.words { text += "- `\(word.text)`: \(word.summary).\n" }
    }
    return text + "\n" + block(key.example)
  }

  private static func block(_ spec: String) -> String { "```yaml\n\(spec)```\n" }

  private static func cell(_ text: String) -> String { ReferencePage.cell(text) }
}

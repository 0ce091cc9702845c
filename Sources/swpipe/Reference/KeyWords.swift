internal import SwpipeSpec

/// All that is said of a key of the spec's language, for `explain` and for the reference page alike.
struct KeyWords {
  /// A word that the key takes, or a key of the mapping that it takes.
  struct Entry {
    let name: String
    /// One sentence with its full stop.
    let text: String
  }

  let key: SpecKey

  /// `key of a stage and of defaults`.
  var role: String { "key of " + key.places.map(\.title).joined(separator: " and of ") }

  /// What may stand there: a part of a sentence.
  var form: String { key.form.text }

  /// What holds without it: a part of a sentence; empty where that is nothing.
  var usual: String { key.usual ?? "" }

  var summary: String { key.summary + "." }

  /// Further sentences, or nothing.
  var help: String { key.help }

  /// The words that may stand there, and what each means.
  var words: [Entry] {
    key.form.words.map { Entry(name: $0.text, text: $0.summary + ".") }
  }

  /// The keys of the mapping that may stand there.
  var keys: [Entry] {
    key.form.places.flatMap { place in
      SpecKey.keys(in: place).map { Entry(name: $0.name, text: $0.summary + ".") }
    }
  }

  var example: String { key.example }
}

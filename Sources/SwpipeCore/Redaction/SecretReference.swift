/// How a secret is named in the texts of a plan: its name between two characters that no text has.
///
/// A plan that is printed, kept or sent says which secret belongs where, and never its value; `Secrets`
/// puts the values in just before the plan runs.
package enum SecretReference {
  // The last two characters for private use, which no text has.
  static let opening: Unicode.Scalar = "\u{10FFFC}"
  static let closing: Unicode.Scalar = "\u{10FFFD}"

  /// What stands for a secret in a text.
  package static func text(_ name: String) -> String {
    var text = ""
    text.unicodeScalars.append(opening)
    text += name
    text.unicodeScalars.append(closing)
    return text
  }

  /// Whether a text refers to a secret.
  package static func isIn(_ text: String) -> Bool {
    text.unicodeScalars.contains(opening)
  }

  /// The text with each reference replaced by what `replace` makes of the secret's name.
  static func replacing(in text: String, _ replace: (String) -> String) -> String {
    guard isIn(text) else { return text }
    var result = ""
    var name: String?
    for scalar in text.unicodeScalars {
      switch (scalar, name) {
      case (opening, _): name = ""
      case (closing, let found?):
        result += replace(found)
        name = nil
      case (_, nil): result.unicodeScalars.append(scalar)
      case (_, _?): name?.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

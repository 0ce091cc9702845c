/// The colours of the human format, or their absence.
struct DiagnosticPaint {
  /// What a piece of text is, which decides its colour.
  enum Tone: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case help = "1;32"
    case title = "1"
    case gutter = "34"
  }

  let isOn: Bool

  /// The text, between terminal escapes if colours are on.
  func text(_ text: String, as tone: Tone) -> String {
    isOn ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
  }
}

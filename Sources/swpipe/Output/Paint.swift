/// The colours of messages on a terminal, or their absence.
struct Paint {
  let isOn: Bool

  func error(_ text: String) -> String { escaped(text, "1;31") }
  func warning(_ text: String) -> String { escaped(text, "1;33") }
  func help(_ text: String) -> String { escaped(text, "1;32") }
  func title(_ text: String) -> String { escaped(text, "1") }
  func aside(_ text: String) -> String { escaped(text, "34") }

  private func escaped(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

internal import SwpipeCore

/// How much a plugin may say at once, whatever it says.
enum PluginLimits {
  /// The most bytes of a manifest.
  static let manifest = 16 << 20
  /// The most bytes of a message that come in at all.
  static let received = 16 << 20
  /// The most bytes of a message that are shown.
  static let message = 8192
  /// The most bytes that stand in a message as an example of something that is wrong.
  static let excerpt = 500

  /// The text of a message, in valid UTF-8, cut where it is long.
  static func text(_ bytes: UnsafeRawBufferPointer, most: Int = message) -> String {
    guard bytes.count > most else { return String(decoding: bytes, as: UTF8.self) }
    // Secrets go first: of a part of one nobody would know whose it is.
    let hidden = Redaction.bytes(Array(bytes.prefix(most + 1 + Redaction.reach)))
    return hidden.withUnsafeBytes { cut($0, most: most) }
  }

  private static func cut(_ bytes: UnsafeRawBufferPointer, most: Int) -> String {
    guard bytes.count > most else { return String(decoding: bytes, as: UTF8.self) + "…" }
    var kept = most
    // A cut falls between two characters.
    while kept > 0, bytes[kept] & 0xC0 == 0x80 { kept -= 1 }
    return String(decoding: bytes[..<kept], as: UTF8.self) + "…"
  }

  /// A text, cut where it is long.
  static func text(_ text: String, most: Int = message) -> String {
    var text = text
    return text.withUTF8 { self.text(UnsafeRawBufferPointer($0), most: most) }
  }
}

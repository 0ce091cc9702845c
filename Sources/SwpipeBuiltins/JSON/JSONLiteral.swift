internal import SwpipeCore

/// Texts that are JSON as they stand.
enum JSONLiteral {
  /// Whether a text is a number, `true`, `false` or `null`.
  static func isLiteral(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return false }
    switch text[0] {
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "-"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      break
    default: return false
    }
    var scanner = JSONScanner()
    guard (try? scanner.skipValue(text)) != nil else { return false }
    return scanner.offset == text.count
  }

  /// Whether a text is a number.
  static func isNumber(_ text: Span<UInt8>) -> Bool {
    isLiteral(text) && (text[0] == UInt8(ascii: "-") || text[0] <= UInt8(ascii: "9"))
  }
}

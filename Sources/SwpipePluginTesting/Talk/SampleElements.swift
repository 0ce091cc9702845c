internal import SwpipeCore
internal import SwpipePlugins

/// Elements that a plugin is tried with.
enum SampleElements {
  /// Such as there are everywhere.
  static func usual(_ type: ElementType) -> [[UInt8]] {
    switch type {
    case .text:
      ["a", "hello world", "42", "-1.5", "2024-02-29", "Grüße aus Zürich", "\u{1F40D}\u{200D}é"]
        .map { Array($0.utf8) }
    case .json:
      [
        "1", "-2.5", "true", "null", "\"hello\"", "[1, 2, 3]", "{}",
        "{\"id\": 7, \"name\": \"Ann\", \"tags\": [\"a\", \"b\"]}",
      ].map { Array($0.utf8) }
    }
  }

  /// JSON that is right and yet rare.
  static let oddJSON: [[UInt8]] = [
    "[]", "\"\"", "{\"\": null}", " \t{ \"a\" : [ ] }\n", "1e300", "-0", "0.1e-7",
    "12345678901234567890", "\"\\u0000\\ud83d\\udc0d\\\"\\\\\"", "{\"a\": 1, \"a\": 2}",
    nested(64), nested(500),
  ].map { Array($0.utf8) }

  /// Bytes that are no UTF-8: a byte of no character, cut and overlong ones, a surrogate, NULs.
  static let notUTF8: [[UInt8]] = [
    [0xFF], [0xF5, 0x13, 0, 0, 1, 0, 0, 0], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0, 0, 0],
    [0x61, 0x80, 0x62],
  ]

  /// An element of about so many bytes.
  static func large(_ type: ElementType, _ count: Int) -> [UInt8] {
    let letters = [UInt8](repeating: UInt8(ascii: "x"), count: count)
    let quote = UInt8(ascii: "\"")
    return type == .json ? [quote] + letters + [quote] : letters
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}

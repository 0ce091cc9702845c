internal import SwpipeCore

/// Bytes written as text, and back.
enum Codec: String, CaseIterable {
  case base64
  case base64url
  case hex
  case url

  /// Appends the bytes in this format.
  func encode(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    switch self {
    case .base64: Base64.standard.encode(bytes, to: &output)
    case .base64url: Base64.url.encode(bytes, to: &output)
    case .hex: Self.appendHex(bytes, to: &output)
    case .url: Self.appendURL(bytes, to: &output)
    }
  }

  /// Appends what a text in this format stands for.
  func decode(_ text: Span<UInt8>, to output: inout BatchBuilder) throws(ElementFailure) {
    let problem =
      switch self {
      case .base64: Base64.standard.decode(text, to: &output)
      case .base64url: Base64.url.decode(text, to: &output)
      case .hex: Self.decodeHex(text, to: &output)
      case .url: Self.decodeURL(text, to: &output)
      }
    guard let problem else { return }
    throw ElementFailure(
      "\(Excerpt.quoted(text)) is not \(rawValue): at byte \(problem + 1)"
    )
  }

  /// Appends two lower-case digits for each byte.
  static func appendHex(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    output.append(capacity: 2 * bytes.count) { text in
      for position in bytes.indices {
        text.append(HexDigits.digit(bytes[position] >> 4))
        text.append(HexDigits.digit(bytes[position] & 15))
      }
    }
  }

  /// The offset of what is no digit, or of an end in the middle of a byte.
  private static func decodeHex(_ text: Span<UInt8>, to output: inout BatchBuilder) -> Int? {
    var position = 0
    while position < text.count {
      guard let high = HexDigits.value(text[position]) else { return position }
      guard position + 1 < text.count, let low = HexDigits.value(text[position + 1]) else {
        return position + 1
      }
      output.append(high << 4 | low)
      position += 2
    }
    return nil
  }

  /// RFC 3986: all but the unreserved characters become `%XX`.
  private static func appendURL(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    output.append(capacity: 3 * bytes.count) { text in
      for position in bytes.indices {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"), UInt8(ascii: "~"):
          text.append(byte)
        default:
          text.append(UInt8(ascii: "%"))
          text.append(HexDigits.digit(byte >> 4, uppercase: true))
          text.append(HexDigits.digit(byte & 15, uppercase: true))
        }
      }
    }
  }

  /// The offset of a `%` without two digits behind it.
  private static func decodeURL(_ text: Span<UInt8>, to output: inout BatchBuilder) -> Int? {
    var position = 0
    while position < text.count {
      guard text[position] == UInt8(ascii: "%") else {
        output.append(text[position])
        position += 1
        continue
      }
      guard position + 2 < text.count, let high = HexDigits.value(text[position + 1]),
        let low = HexDigits.value(text[position + 2])
      else { return position }
      output.append(high << 4 | low)
      position += 3
    }
    return nil
  }
}

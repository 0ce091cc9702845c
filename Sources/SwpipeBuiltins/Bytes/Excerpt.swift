internal import SwpipeCore

/// A part of an element as messages show it: quoted, escaped, cut to a line's width.
enum Excerpt {
  /// The most bytes that are shown.
  private static let limit = 40

  /// `"abc"`, with what is not printable ASCII or valid UTF-8 escaped and a long rest as `…`.
  static func quoted(_ bytes: Span<UInt8>) -> String {
    var text = "\""
    var position = 0
    while position < bytes.count, position < limit {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: position)
      if let scalar {
        text += scalar.value < 0x20 ? scalar.escaped(asASCII: true) : escaped(scalar)
      } else {
        text += hex(bytes[position])
      }
      position += length
    }
    return text + (position < bytes.count ? "…\"" : "\"")
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      scalar.escaped(asASCII: true)
    default: scalar == "\"" || scalar == "\\" ? "\\" + String(scalar) : String(scalar)
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}

/// A part of an element as messages show it: escaped, cut to a line's width, and without secrets, of
/// which a cut would leave parts that nobody recognises.
package enum Excerpt {
  /// The most bytes that are shown.
  private static let limit = 40

  /// `"abc"`, with what is not printable or valid UTF-8 escaped and a long rest as `…`.
  package static func quoted(_ bytes: Span<UInt8>) -> String {
    let (text, end) = escaped(bytes, from: 0, limit: limit, escapesQuotes: true)
    return "\"" + text + (end < bytes.count ? "…\"" : "\"")
  }

  /// The same without quotes around it, and with those in it as they are: what is at an offset of the
  /// bytes, all of which are given so that a secret is found that begins before it.
  package static func plain(_ bytes: Span<UInt8>, from offset: Int = 0, limit: Int) -> String {
    escaped(bytes, from: offset, limit: limit, escapesQuotes: false).text
  }

  /// What is shown of the bytes from an offset up to another one, which may be within a secret.
  static func plain(_ bytes: Span<UInt8>, from offset: Int, to end: Int) -> String {
    escaped(bytes, from: offset, limit: end - offset, escapesQuotes: false).text
  }

  private static func escaped(
    _ bytes: Span<UInt8>,
    from offset: Int,
    limit: Int,
    escapesQuotes: Bool
  ) -> (text: String, end: Int) {
    let secrets = Redaction.places(in: bytes)
    var text = ""
    var position = offset
    var left = limit
    while position < bytes.count, left > 0 {
      if let secret = secrets.first(where: { $0.contains(position) }) {
        text += Redaction.hidden
        position = secret.upperBound
        left -= Redaction.hidden.utf8.count
        continue
      }
      let (scalar, length) = scalar(in: bytes, at: position)
      if let scalar {
        text += escaped(scalar, escapesQuotes)
      } else {
        text += hex(bytes[position])
      }
      position += length
      left -= length
    }
    return (text, position)
  }

  /// The scalar at a position and its length; nil and 1 where the bytes there are not UTF-8.
  private static func scalar(in bytes: Span<UInt8>, at position: Int) -> (Unicode.Scalar?, Int) {
    if bytes[position] < 0x80 { return (Unicode.Scalar(bytes[position]), 1) }
    var decoder = UTF8()
    var next = (position..<min(position + 4, bytes.count)).map { bytes[$0] }.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&next) else { return (nil, 1) }
    return (scalar, UTF8.width(scalar))
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ escapesQuotes: Bool) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      scalar.escaped(asASCII: true)
    default:
      escapesQuotes && (scalar == "\"" || scalar == "\\")
        ? "\\" + String(scalar) : String(scalar)
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}

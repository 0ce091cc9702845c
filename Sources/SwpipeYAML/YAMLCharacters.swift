import SwpipeCore

/// Finds the characters that YAML does not allow anywhere, not even in quotes.
enum YAMLCharacters {
  /// One diagnostic for the first place of each forbidden character.
  ///
  /// libyaml reads ahead and would report such a character before what stands in front of it.
  static func findings(in source: SourceText) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    var seen: Set<UInt32> = []
    var at = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < source.bytes.count {
      let byte = source.bytes[at]
      // Printable ASCII, tab, and line breaks are nearly all of a spec.
      if (0x20..<0x7F).contains(byte) || (0x09...0x0A).contains(byte) || byte == 0x0D {
        at += 1
        continue
      }
      let (scalar, length) = decode(source.bytes, at: at)
      if isForbidden(scalar), seen.insert(scalar).inserted {
        let span = SourceSpan(source: source, range: at..<at + length)
        findings.append(Diagnostic(.yamlEncoding, message(scalar), at: span, help: help(scalar)))
      }
      at += length
    }
    return findings
  }

  private static func isForbidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D: false
    // YAML 1.1 ends lines at U+0085, U+2028 and U+2029, YAML 1.2 does not, and libyaml does.
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xD800..<0xE000, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func message(_ scalar: UInt32) -> String {
    switch scalar {
    case 0: "the file holds a NUL byte, which YAML does not allow"
    case 0xFEFF: "a byte order mark stands inside the file"
    case 0x85, 0x2028, 0x2029:
      "the character U+\(hexadecimal(scalar)) ends a line in YAML 1.1, but not in YAML 1.2"
    default: "the character U+\(hexadecimal(scalar)) is not allowed in YAML"
    }
  }

  private static func help(_ scalar: UInt32) -> String {
    switch scalar {
    case 0: "is this a text file? In a text, write it in double quotes as \"\\0\""
    case 0xFEFF: "delete the character; it cannot be seen in most editors"
    default: "delete it, or write it in double quotes as \"\\u\(hexadecimal(scalar))\""
    }
  }

  private static func hexadecimal(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func decode(_ bytes: [UInt8], at: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(bytes[at])
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard length > 1, at + length <= bytes.count else { return (lead, 1) }
    var scalar = lead & (0xFF >> UInt32(length + 1))
    for next in bytes[at + 1..<at + length] { scalar = scalar << 6 | UInt32(next & 0x3F) }
    return (scalar, length)
  }
}

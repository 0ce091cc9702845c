/// The forms in which a secret may come out in text for people.
///
/// As it is, as JSON escapes it, percent-encoded (in either case of the digits, and with `+` for a blank), and in
/// base64, also in the middle of other bytes, as in `user:password`. Of several lines each counts: a log
/// shows them one by one.
enum SecretForms {
  /// Shorter ones would make every message unreadable, and are easily guessed anyway.
  static let shortest = 4
  /// A line that is shorter is no secret by itself, such as the last one of a key.
  private static let shortestLine = 12

  /// All forms of a value, of at least `shortest` bytes each.
  static func all(_ value: String) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = []
    for text in [value] + lines(value) where text.utf8.count >= shortest {
      forms.insert(Array(text.utf8))
      forms.formUnion(jsonForms(text))
      for digits in ["0123456789ABCDEF", "0123456789abcdef"] {
        forms.insert(percentEncoded(text, digits: Array(digits.utf8), blank: Array("%20".utf8)))
        forms.insert(percentEncoded(text, digits: Array(digits.utf8), blank: Array("+".utf8)))
      }
      for offset in 0..<3 {
        let form = base64(Array(text.utf8), offset: offset)
        // A few letters of base64 are a part of many words.
        guard form.count >= 6 else { continue }
        forms.insert(form)
        forms.insert(
          form.map {
            $0 == UInt8(ascii: "+")
              ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
          }
        )
      }
    }
    return forms
  }

  /// The text within a string of JSON: as swpipe writes it, and as those do who write ASCII alone, in
  /// either case of the digits, and with slashes escaped or not.
  private static func jsonForms(_ text: String) -> [[UInt8]] {
    let quoted = JSONText.quoted(text).dropFirst().dropLast()
    let ascii = [false, true].flatMap { isUpper in
      [false, true].map { escapesSlash in
        let units = quoted.utf16.map { unit -> String in
          if unit == 0x2F, escapesSlash { return "\\/" }
          guard unit > 0x7E else { return String(decoding: [unit], as: UTF16.self) }
          let digits = String(unit, radix: 16, uppercase: isUpper)
          return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return Array(units.joined().utf8)
      }
    }
    return ascii + [Array(quoted.utf8)]
  }

  private static func lines(_ value: String) -> [String] {
    let lines = value.split(whereSeparator: \.isNewline)
    guard lines.count > 1 else { return [] }
    return lines.filter { $0.utf8.count >= shortestLine }.map { String($0) }
  }

  private static func percentEncoded(_ text: String, digits: [UInt8], blank: [UInt8]) -> [UInt8] {
    text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        [byte]
      case UInt8(ascii: " "): blank
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }

  /// The letters of base64 that depend on these bytes alone where `offset` bytes stand before them.
  private static func base64(_ bytes: [UInt8], offset: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let all = [UInt8](repeating: 0, count: offset) + bytes
    let first = (offset * 8 + 5) / 6
    let end = all.count * 8 / 6
    guard first < end else { return [] }
    return (first..<end).map { letter in
      let bit = letter * 6
      let pair = UInt16(all[bit / 8]) << 8 | UInt16(bit / 8 + 1 < all.count ? all[bit / 8 + 1] : 0)
      return alphabet[Int(pair >> UInt16(10 - bit % 8) & 63)]
    }
  }
}

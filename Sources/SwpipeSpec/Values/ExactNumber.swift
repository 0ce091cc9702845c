/// A decimal number of YAML whose digits neither an `Int64` nor a `Double` holds.
struct ExactNumber {
  /// The same number in JSON's form, every digit kept.
  let json: String

  /// The integer or float that a text is, or nil if it has another form, such as hexadecimal digits.
  init?(_ text: String) {
    var rest = text.utf8[...]
    var json = ""
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      if rest.removeFirst() == UInt8(ascii: "-") { json = "-" }
    }
    // JSON wants a digit on both sides of the point, and no zeros before the first one.
    let whole = Self.takeDigits(&rest).drop { $0 == "0" }
    json += whole.isEmpty ? "0" : String(whole)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fraction = Self.takeDigits(&rest)
      if !fraction.isEmpty { json += "." + fraction }
    }
    guard let exponent = rest.first else {
      self.json = json
      return
    }
    guard exponent | 0x20 == UInt8(ascii: "e"), rest.count > 1 else { return nil }
    self.json = json + String(Substring(rest))
  }

  /// The number, if a double nearest to it has other digits.
  init?(_ text: String, nearest double: Double) {
    self.init(text)
    let digits = Self.significant(json)
    // Up to 15 digits survive the way through a double, so that the usual numbers keep their usual
    // form; what became zero though it is not one does not.
    let isLost = double == 0 && !digits.isEmpty
    guard isLost || (digits.count > 15 && digits != Self.significant("\(double)")) else {
      return nil
    }
  }

  /// The digits of the number without its point, exponent, and the zeros around them.
  private static func significant(_ json: String) -> String {
    let mantissa = json.prefix { $0 != "e" && $0 != "E" }
    var digits = mantissa.filter(\.isNumber).drop { $0 == "0" }
    while digits.last == "0" { digits.removeLast() }
    return String(digits)
  }

  private static func takeDigits(_ text: inout Substring.UTF8View) -> String {
    let digits = text.prefix { (0x30...0x39).contains($0) }
    text.removeFirst(digits.count)
    return String(Substring(digits))
  }
}

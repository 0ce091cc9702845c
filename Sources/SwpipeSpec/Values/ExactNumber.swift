/// A decimal number of YAML as JSON has it, every digit kept: `1.10`, and more than 64 bits hold.
struct ExactNumber {
  /// The number in JSON's form.
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

  /// The number, unless it is written as the double nearest to it would be.
  init?(_ text: String, nearest double: Double) {
    self.init(text)
    guard json != Wording.number(double) else { return nil }
  }

  private static func takeDigits(_ text: inout Substring.UTF8View) -> String {
    let digits = text.prefix { (0x30...0x39).contains($0) }
    text.removeFirst(digits.count)
    return String(Substring(digits))
  }
}

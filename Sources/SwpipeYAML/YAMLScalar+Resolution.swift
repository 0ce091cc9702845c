extension YAMLScalar {
  /// The value by YAML 1.2's core schema (chapter 10.3); everything quoted is text.
  ///
  /// One deviation: an integer with leading zeros (`010`) is text, because YAML 1.1 reads it as
  /// octal and people mean an identifier as often as a number.
  package var resolved: YAMLValue {
    guard style == .plain else { return .string(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: return Self.number(text) ?? .string(text)
    }
  }

  /// The integer or float that a text is in the core schema, or nil.
  static func number(_ text: String) -> YAMLValue? {
    guard let first = text.utf8.first, isNumberStart(first) else { return nil }
    return integer(text) ?? float(text)
  }

  private static func isNumberStart(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  private static func integer(_ text: String) -> YAMLValue? {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && isDigit($0, radix: radix) }) else {
        return nil
      }
      return Int64(digits, radix: radix).map(YAMLValue.integer) ?? .bigInteger(text)
    }
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix: 10) }) else { return nil }
    if digits.count > 1, digits.first == "0" { return nil }
    return Int64(text).map(YAMLValue.integer) ?? .bigInteger(text)
  }

  private static func isDigit(_ character: Character, radix: Int) -> Bool {
    guard character.isASCII, let digit = character.hexDigitValue else { return false }
    return digit < radix
  }

  private static func float(_ text: String) -> YAMLValue? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    default: break
    }
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let whole = dropDigits(&rest)
    var fraction = 0
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest.removeFirst()
      fraction = dropDigits(&rest)
    }
    guard whole + fraction > 0 else { return nil }
    let hasExponent = rest.first.map { $0 | 0x20 == UInt8(ascii: "e") } ?? false
    if hasExponent {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      guard dropDigits(&rest) > 0 else { return nil }
    }
    // Digits alone are an integer, or text where they begin with a zero.
    guard rest.isEmpty, hasPoint || hasExponent else { return nil }
    return Double(text).map(YAMLValue.float)
  }

  private static func dropDigits(_ text: inout Substring.UTF8View) -> Int {
    let digits = text.prefix { (0x30...0x39).contains($0) }.count
    text.removeFirst(digits)
    return digits
  }
}

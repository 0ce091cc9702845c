extension YAMLScalar {
  /// What a text is in YAML 1.1 though it is text here, and how to write that.
  package enum Lookalike: Equatable, Sendable {
    /// Such as `yes` and `off`; the suggestion is `true` or `false`.
    case boolean(suggestion: String)
    /// Such as `1_000`, `010` and `1:30`; the suggestion is a decimal number.
    case number(suggestion: String)

    /// How the value is written in YAML 1.2.
    package var suggestion: String {
      switch self {
      case .boolean(let suggestion), .number(let suggestion): suggestion
      }
    }
  }

  /// What a plain scalar that is text would have been in YAML 1.1, or nil if that is text too.
  package var lookalike: Lookalike? {
    guard style == .plain, case .string = resolved else { return nil }
    if let boolean = boolean11 { return .boolean(suggestion: boolean ? "true" : "false") }
    return number11.map { .number(suggestion: $0) }
  }

  private var boolean11: Bool? {
    let lower = text.lowercased()
    // YAML 1.1 knows `yes`, `Yes` and `YES`, but not `yEs`.
    guard text == lower || text == text.uppercased() || text.dropFirst() == lower.dropFirst() else {
      return nil
    }
    switch lower {
    case "y", "yes", "on": return true
    case "n", "no", "off": return false
    default: return nil
    }
  }

  private var number11: String? {
    guard let first = text.first else { return nil }
    let sign = first == "-" ? "-" : ""
    let unsigned = first == "-" || first == "+" ? text.dropFirst() : text[...]
    guard let digit = unsigned.utf8.first, (0x30...0x39).contains(digit) else { return nil }
    let digits = unsigned.filter { $0 != "_" }
    if digits.contains(":") { return Self.sexagesimal(digits).map { sign + $0 } }
    // YAML 1.1 has no `0B` and `0X`, and yet a number is meant.
    let prefix = digits.prefix(2).lowercased()
    if prefix == "0b" { return Self.decimal(digits.dropFirst(2), radix: 2, sign) }
    if prefix == "0x" { return Self.decimal(digits.dropFirst(2), radix: 16, sign) }
    if digits.count > 1, digits.hasPrefix("0"), !digits.contains(".") {
      // 08 is no octal number; people who write it mean 8.
      return Self.decimal(digits[...], radix: 8, sign) ?? Self.decimal(digits[...], radix: 10, sign)
    }
    guard unsigned.contains("_"), Self.number(digits) != nil else { return nil }
    return sign + digits
  }

  private static func decimal(_ digits: Substring, radix: Int, _ sign: String) -> String? {
    guard digits.first?.isHexDigit == true else { return nil }
    return Int64(digits, radix: radix).map { sign + String($0) }
  }

  private static func sexagesimal(_ text: String) -> String? {
    var total: Int64 = 0
    for (index, part) in text.split(separator: ":", omittingEmptySubsequences: false).enumerated() {
      guard let value = Int64(part), value >= 0, part.first != "+" else { return nil }
      if index > 0, value > 59 { return nil }
      let (scaled, overflow) = total.multipliedReportingOverflow(by: 60)
      guard !overflow, scaled <= Int64.max - value else { return nil }
      total = scaled + value
    }
    return String(total)
  }
}

/// A JSON value between a plan and its bytes; numbers keep their digits, so that all are exact.
enum CodedValue {
  case null
  case boolean(Bool)
  case number(String)
  case text(String)
  case list([CodedValue])
  case object([String: CodedValue])
}

extension CodedValue {
  /// How a number that JSON lacks begins; the bits of the double follow in hexadecimal digits.
  private static let bits = "bits:"

  /// A double: in its shortest form that reads back the same, or bit by bit where JSON has none.
  init(_ number: Double) {
    self =
      number.isFinite
      ? .number("\(number)") : .text(Self.bits + String(number.bitPattern, radix: 16))
  }

  /// The double that was encoded; nil if this is none.
  var double: Double? {
    switch self {
    case .number(let text): Double(text)
    case .text(let text) where text.hasPrefix(Self.bits):
      UInt64(text.dropFirst(Self.bits.count), radix: 16).map { Double(bitPattern: $0) }
    default: nil
    }
  }

  /// Appends the value as compact JSON, the keys of objects sorted.
  func append(to output: inout String) {
    switch self {
    case .null: output += "null"
    case .boolean(let flag): output += flag ? "true" : "false"
    case .number(let text): output += text
    case .text(let text): JSONText.appendQuoted(text, to: &output)
    case .list(let items):
      output += "["
      for (position, item) in items.enumerated() {
        if position > 0 { output += "," }
        item.append(to: &output)
      }
      output += "]"
    case .object(let members):
      output += "{"
      for (position, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if position > 0 { output += "," }
        JSONText.appendQuoted(member.key, to: &output)
        output += ":"
        member.value.append(to: &output)
      }
      output += "}"
    }
  }
}

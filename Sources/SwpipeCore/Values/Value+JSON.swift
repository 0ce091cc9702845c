extension Value {
  /// Whether the value can be written as JSON: infinities and NaNs cannot.
  package var isJSON: Bool {
    switch self {
    case .null, .boolean, .integer, .digits, .text: true
    case .number(let number): number.isFinite
    case .list(let items): items.allSatisfy(\.isJSON)
    case .mapping(let fields): fields.allSatisfy { $0.value.isJSON }
    }
  }
}

extension BatchBuilder {
  /// Appends a value as compact JSON to the unfinished element; what JSON lacks becomes null.
  package mutating func append(json value: Value) {
    switch value {
    case .null: append(utf8: "null")
    case .boolean(let flag): append(utf8: flag ? "true" : "false")
    case .integer(let number): append(integer: number)
    case .number(let number): append(json: number)
    case .digits(let digits): append(utf8: digits)
    case .text(let text): append(json: text)
    case .list(let items):
      append(UInt8(ascii: "["))
      for (position, item) in items.enumerated() {
        if position > 0 { append(UInt8(ascii: ",")) }
        append(json: item)
      }
      append(UInt8(ascii: "]"))
    case .mapping(let fields):
      append(UInt8(ascii: "{"))
      for (position, field) in fields.enumerated() {
        if position > 0 { append(UInt8(ascii: ",")) }
        append(json: field.key)
        append(UInt8(ascii: ":"))
        append(json: field.value)
      }
      append(UInt8(ascii: "}"))
    }
  }

  /// Appends a double in its shortest form that reads back the same; null if it is not finite.
  package mutating func append(json number: Double) {
    guard number.isFinite else { return append(utf8: "null") }
    let text = "\(number)"
    append(utf8: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  /// Appends a text as a JSON string, quotes included.
  package mutating func append(json text: String) {
    var text = text
    append(UInt8(ascii: "\""))
    text.withUTF8 { _ = append(escaping: $0.span) }
    append(UInt8(ascii: "\""))
  }
}

/// Makes a `Value` of a JSON text, for the few places that need one instead of the text.
package struct JSONValueReader {
  private var scanner = JSONScanner()

  /// The value of a text, with white space around it or not.
  ///
  /// A number past 64 bits becomes a double, one past a double null.
  package static func value(of text: Span<UInt8>) throws(JSONProblem) -> Value {
    var reader = JSONValueReader()
    let value = try reader.read(text, depth: 0)
    try reader.scanner.skipEnd(text)
    return value
  }

  private mutating func read(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) -> Value {
    switch scanner.peek(text) {
    case UInt8(ascii: "{"): return .mapping(try readObject(text, depth: depth))
    case UInt8(ascii: "["): return .list(try readArray(text, depth: depth))
    case UInt8(ascii: "\""):
      return .text(try JSONEscape.text(of: text.extracting(try scanner.skipString(text))))
    case UInt8(ascii: "t"):
      try scanner.skipValue(text)
      return .boolean(true)
    case UInt8(ascii: "f"):
      try scanner.skipValue(text)
      return .boolean(false)
    case UInt8(ascii: "n"):
      try scanner.skipValue(text)
      return .null
    default:
      let number = text.extracting(try scanner.skipValue(text))
      let digits = String(decoding: number.indices.map { number[$0] }, as: UTF8.self)
      if let integer = Int64(digits) { return .integer(integer) }
      guard let double = Double(digits), double.isFinite else { return .null }
      return .number(double)
    }
  }

  private mutating func readObject(_ text: Span<UInt8>, depth: Int) throws(JSONProblem)
    -> [Value.Field]
  {
    var fields: [Value.Field] = []
    var isInside = try scanner.enterObject(text, depth: depth)
    while isInside {
      let key = try JSONEscape.text(of: text.extracting(try scanner.skipKey(text)))
      fields.append(Value.Field(key: key, value: try read(text, depth: depth + 1)))
      isInside = try scanner.continueObject(text)
    }
    return fields
  }

  private mutating func readArray(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) -> [Value] {
    var items: [Value] = []
    var isInside = try scanner.enterArray(text, depth: depth)
    while isInside {
      items.append(try read(text, depth: depth + 1))
      isInside = try scanner.continueArray(text)
    }
    return items
  }
}

/// Reads one JSON text as a `CodedValue`.
struct CodedValueReader {
  /// Values within each other; a plan nests about three times as deep as the deepest spec.
  private static let depthLimit = 1_024

  private var scanner = JSONScanner()

  /// The value of a whole text, with white space around it or not.
  static func value(of text: Span<UInt8>) throws(JSONProblem) -> CodedValue {
    var reader = CodedValueReader()
    let value = try reader.value(text, depth: 0)
    try reader.scanner.skipEnd(text)
    return value
  }

  private mutating func value(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) -> CodedValue {
    guard depth < Self.depthLimit else {
      throw JSONProblem(at: scanner.offset, "expected fewer values within each other")
    }
    switch scanner.peek(text) {
    case UInt8(ascii: "{"): return try object(text, depth: depth)
    case UInt8(ascii: "["): return try list(text, depth: depth)
    case UInt8(ascii: "\""):
      let inside = try scanner.skipString(text)
      return .text(try JSONEscape.text(of: text.extracting(inside)))
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
      let range = try scanner.skipValue(text)
      return .number(decoded(text.extracting(range)))
    }
  }

  private mutating func object(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) -> CodedValue {
    var members: [String: CodedValue] = [:]
    var hasMore = try scanner.enterObject(text)
    while hasMore {
      let key = try JSONEscape.text(of: text.extracting(scanner.skipKey(text)))
      members[key] = try value(text, depth: depth + 1)
      hasMore = try scanner.continueObject(text)
    }
    return .object(members)
  }

  private mutating func list(_ text: Span<UInt8>, depth: Int) throws(JSONProblem) -> CodedValue {
    var items: [CodedValue] = []
    var hasMore = try scanner.enterArray(text)
    while hasMore {
      items.append(try value(text, depth: depth + 1))
      hasMore = try scanner.continueArray(text)
    }
    return .list(items)
  }

  private func decoded(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}

extension YAMLNode {
  /// The value of a scalar node with its tag honoured (`!!str 1` is text); nil for a collection.
  ///
  /// A tag that does not fit its text is a diagnostic of the composer; here it gives the text.
  package var resolved: YAMLValue? {
    guard case .scalar(let scalar) = content else { return nil }
    guard let tag else { return scalar.resolved }
    return Self.value(of: scalar, tagged: tag) ?? .string(scalar.text)
  }

  /// The value that a tag makes of a scalar, or nil if the text is no such thing.
  static func value(of scalar: YAMLScalar, tagged tag: String) -> YAMLValue? {
    let plain = YAMLScalar(text: scalar.text, style: .plain).resolved
    switch (tag, plain) {
    case ("!!str", _), ("!", _): return .string(scalar.text)
    case ("!!int", .integer), ("!!int", .bigInteger): return plain
    case ("!!float", .float): return plain
    case ("!!float", .integer(let value)): return .float(Double(value))
    case ("!!float", .bigInteger(let text)): return Double(text).map(YAMLValue.float)
    case ("!!bool", .bool), ("!!null", .null): return plain
    default: return nil
    }
  }
}

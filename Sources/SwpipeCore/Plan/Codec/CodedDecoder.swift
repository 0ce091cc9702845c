/// Decodes what is `Decodable` from a tree of JSON values.
struct CodedDecoder: Decoder {
  let value: CodedValue
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ value: CodedValue, at path: [any CodingKey] = []) {
    self.value = value
    codingPath = path
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw Self.mismatch(type, codingPath) }
    return KeyedDecodingContainer(CodedMembers<Key>(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let items) = value else { throw Self.mismatch([Any].self, codingPath) }
    return CodedElements(items: items, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    CodedSingle(value: value, codingPath: codingPath)
  }

  /// A value of any type; scalars directly, all others by their own decoding.
  static func decode<Result: Decodable>(
    _ type: Result.Type,
    from value: CodedValue,
    at path: [any CodingKey]
  ) throws -> Result {
    let scalar: Any?
    switch type {
    case is Bool.Type:
      if case .boolean(let flag) = value { scalar = flag } else { scalar = nil }
    case is String.Type:
      if case .text(let text) = value { scalar = text } else { scalar = nil }
    case is Double.Type: scalar = value.double
    case is Float.Type: scalar = value.double.map { Float($0) }
    case let integer as any FixedWidthInteger.Type:
      if case .number(let text) = value { scalar = number(text, integer) } else { scalar = nil }
    default: return try Result(from: CodedDecoder(value, at: path))
    }
    guard let result = scalar as? Result else { throw mismatch(type, path) }
    return result
  }

  private static func number<Integer: FixedWidthInteger>(_ text: String, _ type: Integer.Type)
    -> Any?
  {
    Integer(text, radix: 10)
  }

  private static func mismatch(_ type: Any.Type, _ path: [any CodingKey]) -> DecodingError {
    .typeMismatch(
      type,
      DecodingError.Context(codingPath: path, debugDescription: "another type stands here")
    )
  }
}

/// Encodes what is `Encodable` as a tree of JSON values.
///
/// A generic `encode` meets all the requirements of the containers, so each has one.
struct CodedEncoder: Encoder {
  let node: CodedNode
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginObject()
    return KeyedEncodingContainer(Members<Key>(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList()
    return Elements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node)
  }

  private static func encode(_ value: some Encodable, in node: CodedNode) throws {
    switch value {
    case let flag as Bool: node.set(.boolean(flag))
    case let text as String: node.set(.text(text))
    case let number as any BinaryInteger: node.set(.number("\(number)"))
    case let number as Double: node.set(CodedValue(number))
    case let number as Float: node.set(CodedValue(Double(number)))
    default: try value.encode(to: CodedEncoder(node: node))
    }
  }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: CodedNode
    let codingPath: [any CodingKey] = []

    func encodeNil(forKey key: Key) {
      node.member(key.stringValue).set(.null)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
      try CodedEncoder.encode(value, in: node.member(key.stringValue))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
      -> KeyedEncodingContainer<Nested>
    {
      CodedEncoder(node: node.member(key.stringValue)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      CodedEncoder(node: node.member(key.stringValue)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { CodedEncoder(node: node.member("super")) }
    func superEncoder(forKey key: Key) -> any Encoder {
      CodedEncoder(node: node.member(key.stringValue))
    }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let node: CodedNode
    let codingPath: [any CodingKey] = []
    var count: Int { node.count }

    func encodeNil() {
      node.element().set(.null)
    }

    func encode(_ value: some Encodable) throws {
      try CodedEncoder.encode(value, in: node.element())
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type)
      -> KeyedEncodingContainer<Nested>
    {
      CodedEncoder(node: node.element()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      CodedEncoder(node: node.element()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { CodedEncoder(node: node.element()) }
  }

  private struct Single: SingleValueEncodingContainer {
    let node: CodedNode
    let codingPath: [any CodingKey] = []

    func encodeNil() {
      node.set(.null)
    }

    func encode(_ value: some Encodable) throws {
      try CodedEncoder.encode(value, in: node)
    }
  }
}

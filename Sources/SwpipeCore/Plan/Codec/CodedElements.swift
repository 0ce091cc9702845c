/// The elements of a JSON array, as a decoder sees them.
struct CodedElements: UnkeyedDecodingContainer {
  let items: [CodedValue]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(items: [CodedValue], codingPath: [any CodingKey]) {
    self.items = items
    self.codingPath = codingPath
  }

  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex >= items.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, case .null = items[currentIndex] else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
    try CodedDecoder.decode(type, from: next(), at: codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  {
    try CodedDecoder(next(), at: codingPath).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try CodedDecoder(next(), at: codingPath).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { CodedDecoder(try next(), at: codingPath) }

  private mutating func next() throws -> CodedValue {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self,
        DecodingError.Context(codingPath: codingPath, debugDescription: "the list ends here")
      )
    }
    defer { currentIndex += 1 }
    return items[currentIndex]
  }
}

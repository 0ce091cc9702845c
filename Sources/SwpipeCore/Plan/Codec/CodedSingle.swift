/// A value that stands for itself, as a decoder sees it.
struct CodedSingle: SingleValueDecodingContainer {
  let value: CodedValue
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool {
    if case .null = value { true } else { false }
  }

  func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
    try CodedDecoder.decode(type, from: value, at: codingPath)
  }
}

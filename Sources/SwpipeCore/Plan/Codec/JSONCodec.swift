/// Turns `Codable` values into JSON and back, for this program's own use: what one version writes
/// another need not read.
package enum JSONCodec {
  /// The value as compact JSON, with the keys of objects sorted.
  package static func encode(_ value: some Encodable) -> [UInt8] {
    let node = CodedNode()
    do {
      try value.encode(to: CodedEncoder(node: node))
    } catch {
      preconditionFailure("a value of this program cannot be encoded: \(error)")
    }
    var text = ""
    node.value.append(to: &text)
    return Array(text.utf8)
  }

  /// The value that was encoded; nil where this is none.
  package static func decode<Result: Decodable>(_ type: Result.Type, _ bytes: [UInt8]) -> Result? {
    guard let value = try? CodedValueReader.value(of: bytes.span) else { return nil }
    return try? Result(from: CodedDecoder(value))
  }
}

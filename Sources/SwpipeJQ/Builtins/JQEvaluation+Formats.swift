extension JQEvaluation {
  /// A value as text in a format.
  mutating func format(_ value: JQValue, _ format: JQFormat) throws(JQFault) -> JQValue {
    var output = ByteBuffer()
    switch format {
    case .text: return value.isString ? value.shared : try json(value)
    case .json: return try json(value)
    case .csv, .tsv:
      try writeRow(value, format, to: &output)
      return try heap.string(output.bytes)
    case .sh:
      try writeShell(value, to: &output)
      return try heap.string(output.bytes)
    case .html, .uri, .urid, .base64, .base64d, .base32, .base32d: break
    }
    let text = value.isString ? value : try json(value)
    let bytes = try heap.bytes(text)
    switch format {
    case .html: writeHTML(bytes, to: &output)
    case .uri: writeURI(bytes, to: &output)
    case .urid: try readURI(bytes, text, to: &output)
    case .base64: Base64Text.encode(bytes, to: &output)
    case .base64d:
      guard Base64Text.decode(bytes, to: &output) else {
        throw heap.fail("\(try described(text)) is not valid base64 data")
      }
      return try repaired(output.bytes)
    case .base32: Base32Text.encode(bytes, to: &output)
    default:
      guard Base32Text.decode(bytes, to: &output) else {
        throw heap.fail("\(try described(text)) is not valid base32 data")
      }
      return try repaired(output.bytes)
    }
    return try heap.string(output.bytes)
  }

  /// A string of bytes that may not be UTF-8: what is not becomes U+FFFD.
  mutating func repaired(_ bytes: UnsafeBufferPointer<UInt8>) throws(JQFault) -> JQValue {
    try heap.string(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func writeRow(_ row: JQValue, _ format: JQFormat, to output: inout ByteBuffer)
    throws(JQFault)
  {
    guard row.isArray else {
      throw heap.fail("\(try described(row)) cannot be \(format)-formatted, only array")
    }
    let made = try heap.made(row)
    for place in 0..<JQBlock.count(made.block) {
      if place > 0 { output.append(format == .csv ? UInt8(ascii: ",") : 9) }
      let cell = heap.share(JQBlock.values(made.block) + place)
      switch cell.rank {
      case 0: break
      case 1, 2, 3: try heap.write(cell, to: &output)
      case 4:
        let bytes = try heap.bytes(cell)
        if format == .csv { writeCSV(bytes, to: &output) } else { writeTSV(bytes, to: &output) }
      default: throw heap.fail("\(try described(cell)) is not valid in a csv row")
      }
    }
  }

  private func writeCSV(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    output.append(UInt8(ascii: "\""))
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): output.append("\"\"")
      case 0: output.append("\\0")
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private func writeTSV(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    for byte in bytes {
      switch byte {
      case 9: output.append("\\t")
      case 10: output.append("\\n")
      case 13: output.append("\\r")
      case UInt8(ascii: "\\"): output.append("\\\\")
      case 0: output.append("\\0")
      default: output.append(byte)
      }
    }
  }

  private mutating func writeShell(_ value: JQValue, to output: inout ByteBuffer) throws(JQFault) {
    let made = value.isArray ? try heap.made(value) : try heap.array([value.shared])
    for place in 0..<JQBlock.count(made.block) {
      if place > 0 { output.append(UInt8(ascii: " ")) }
      let part = heap.share(JQBlock.values(made.block) + place)
      switch part.rank {
      case 0, 1, 2, 3: try heap.write(part, to: &output)
      case 4:
        output.append(UInt8(ascii: "'"))
        for byte in try heap.bytes(part) {
          switch byte {
          case UInt8(ascii: "'"): output.append("'\\''")
          case 0: output.append("\\0")
          default: output.append(byte)
          }
        }
        output.append(UInt8(ascii: "'"))
      default: throw heap.fail("\(try described(part)) can not be escaped for shell")
      }
    }
  }

  private func writeHTML(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): output.append("&lt;")
      case UInt8(ascii: ">"): output.append("&gt;")
      case UInt8(ascii: "&"): output.append("&amp;")
      case UInt8(ascii: "'"): output.append("&#39;")
      case UInt8(ascii: "\""): output.append("&quot;")
      default: output.append(byte)
      }
    }
  }

  private func writeURI(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    let digits: StaticString = "0123456789ABCDEF"
    for byte in bytes {
      let isPlain =
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-_.~".utf8.contains(byte)
      if isPlain {
        output.append(byte)
      } else {
        output.append(UInt8(ascii: "%"))
        output.append(digits.utf8Start[Int(byte >> 4)])
        output.append(digits.utf8Start[Int(byte & 15)])
      }
    }
  }

  private mutating func readURI(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ text: JQValue,
    to output: inout ByteBuffer
  ) throws(JQFault) {
    func hex(_ byte: UInt8) -> UInt8? {
      if byte &- 0x30 < 10 { return byte - 0x30 }
      let letter = (byte | 0x20) &- 0x61
      return letter < 6 ? letter + 10 : nil
    }
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%") {
        guard at + 2 < bytes.count, let high = hex(bytes[at + 1]), let low = hex(bytes[at + 2])
        else {
          throw heap.fail("\(try described(text)) is not a valid uri encoding")
        }
        output.append(high << 4 | low)
        at += 3
      } else {
        output.append(bytes[at])
        at += 1
      }
    }
    if swiftUTF8Problem(output.bytes) {
      throw heap.fail("\(try described(text)) is not a valid uri encoding")
    }
  }

  private func swiftUTF8Problem(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) == nil
  }
}

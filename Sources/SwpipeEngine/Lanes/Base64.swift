/// Base64 of RFC 4648 with padding, for the few bytes of a dead letter.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  static func text(of bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var position = 0
    while position < bytes.count {
      let left = bytes.count - position
      let first = Int(bytes[position])
      let second = left > 1 ? Int(bytes[position + 1]) : 0
      let third = left > 2 ? Int(bytes[position + 2]) : 0
      let word = first << 16 | second << 8 | third
      output.append(alphabet[word >> 18])
      output.append(alphabet[word >> 12 & 63])
      output.append(left > 1 ? alphabet[word >> 6 & 63] : UInt8(ascii: "="))
      output.append(left > 2 ? alphabet[word & 63] : UInt8(ascii: "="))
      position += 3
    }
    return String(decoding: output, as: UTF8.self)
  }
}

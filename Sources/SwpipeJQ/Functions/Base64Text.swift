/// Base 64 with its usual letters.
enum Base64Text {
  private static let letters: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

  static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    var at = 0
    while at < bytes.count {
      let left = bytes.count - at
      let word =
        UInt32(bytes[at]) << 16 | (left > 1 ? UInt32(bytes[at + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[at + 2]) : 0)
      for place in 0..<4 {
        if place > left {
          output.append(UInt8(ascii: "="))
        } else {
          output.append(letters.utf8Start[Int(word >> UInt32(18 - 6 * place)) & 63])
        }
      }
      at += 3
    }
  }

  /// False where the text has no whole byte and is not empty.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) -> Bool {
    var word: UInt32 = 0
    var bits = 0
    var count = 0
    for byte in bytes {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(byte) else { return false }
      word = word << 6 | value
      bits += 6
      count += 1
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
    }
    return count % 4 != 1
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 97 + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 48 + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

/// Base 32 with its usual letters.
enum Base32Text {
  private static let letters: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

  static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
    var word: UInt64 = 0
    var bits = 0
    var written = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        output.append(letters.utf8Start[Int(word >> UInt64(bits) & 31)])
        written += 1
      }
    }
    if bits > 0 {
      output.append(letters.utf8Start[Int(word << UInt64(5 - bits) & 31)])
      written += 1
    }
    while written % 8 != 0 {
      output.append(UInt8(ascii: "="))
      written += 1
    }
  }

  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) -> Bool {
    var word: UInt64 = 0
    var bits = 0
    for byte in bytes {
      if byte == UInt8(ascii: "=") { break }
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = byte - 50 + 26
      default: return false
      }
      word = word << 5 | UInt64(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: word >> UInt64(bits)))
      }
    }
    return true
  }
}

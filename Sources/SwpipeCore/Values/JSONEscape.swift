/// The bytes that a JSON string can hold as they are.
public enum JSONEscape {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// How many bytes from `start` on are none of `"`, `\`, a control character and `stop`.
  ///
  /// Sets `hasHighBytes` if one of them may not be ASCII. Eight bytes at a time, by the
  /// "haszero" and "hasless" tricks of Sean Anderson's Bit Twiddling Hacks; their lowest hit is exact.
  @inlinable
  public static func plainRun(
    in bytes: Span<UInt8>,
    from start: Int,
    stoppingAt stop: UInt8 = UInt8(ascii: "\""),
    hasHighBytes: inout Bool
  ) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      plainRun(
        in: UnsafeRawBufferPointer(buffer),
        from: start,
        stoppingAt: stop,
        hasHighBytes: &hasHighBytes
      )
    }
  }

  @usableFromInline
  static func plainRun(
    in bytes: UnsafeRawBufferPointer,
    from start: Int,
    stoppingAt stop: UInt8,
    hasHighBytes: inout Bool
  ) -> Int {
    let stops = ones &* UInt64(stop)
    let quotes = ones &* UInt64(UInt8(ascii: "\""))
    let backslashes = ones &* UInt64(UInt8(ascii: "\\"))
    var offset = start
    var high: UInt64 = 0
    while offset + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      )
      let control = (word &- ones &* 0x20) & ~word
      let hit =
        (control | zeros(word ^ stops) | zeros(word ^ quotes) | zeros(word ^ backslashes))
        & highBits
      high |= word
      if hit != 0 {
        hasHighBytes = hasHighBytes || high & highBits != 0
        return offset + hit.trailingZeroBitCount / 8 - start
      }
      offset += 8
    }
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x20 || byte == stop || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        break
      }
      high |= UInt64(byte)
      offset += 1
    }
    hasHighBytes = hasHighBytes || high & highBits != 0
    return offset - start
  }

  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word
  }

  /// Whether bytes are UTF-8.
  public static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes)
      return true
    } catch {
      return false
    }
  }
}

extension BatchBuilder {
  /// Appends bytes as the inside of a JSON string; true if some of them may not be ASCII, so that
  /// it is worth to look whether they are UTF-8.
  public mutating func append(escaping text: Span<UInt8>) -> Bool {
    var hasHighBytes = false
    var offset = 0
    while offset < text.count {
      let run = JSONEscape.plainRun(in: text, from: offset, hasHighBytes: &hasHighBytes)
      if run > 0 { append(text.extracting(offset..<offset + run)) }
      offset += run
      if offset < text.count {
        append(escaped: text[offset])
        offset += 1
      }
    }
    return hasHighBytes
  }

  /// Appends one ASCII character as it stands in a JSON string.
  public mutating func append(escaped byte: UInt8) {
    let short: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): short = byte
    case UInt8(ascii: "\n"): short = UInt8(ascii: "n")
    case UInt8(ascii: "\r"): short = UInt8(ascii: "r")
    case UInt8(ascii: "\t"): short = UInt8(ascii: "t")
    case 0x08: short = UInt8(ascii: "b")
    case 0x0c: short = UInt8(ascii: "f")
    case 0..<0x20:
      append(utf8: byte < 0x10 ? "\\u000" : "\\u001")
      let digit = byte & 0x0f
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      return
    default:
      append(byte)
      return
    }
    append(UInt8(ascii: "\\"))
    append(short)
  }
}

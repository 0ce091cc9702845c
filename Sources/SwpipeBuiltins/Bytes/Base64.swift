internal import SwpipeCore

/// Base64 by RFC 4648, with either alphabet.
struct Base64: Sendable {
  /// With `+` and `/`, padded with `=`.
  static let standard = Base64(last: [UInt8(ascii: "+"), UInt8(ascii: "/")], isPadded: true)
  /// With `-` and `_`, not padded.
  static let url = Base64(last: [UInt8(ascii: "-"), UInt8(ascii: "_")], isPadded: false)

  private let digits: [UInt8]
  /// The value of each byte that is a digit, 255 for others.
  private let values: [UInt8]
  private let isPadded: Bool

  private init(last: [UInt8], isPadded: Bool) {
    let letters = Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    digits = letters + letters.map { $0 | 0x20 } + Array(0x30...0x39) + last
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    self.values = values
    self.isPadded = isPadded
  }

  /// Appends the bytes encoded.
  func encode(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    let digits = digits.span
    output.append(capacity: (bytes.count + 2) / 3 * 4) { text in
      var position = 0
      while position < bytes.count {
        let count = min(3, bytes.count - position)
        var group = UInt32(bytes[position]) << 16
        if count > 1 { group |= UInt32(bytes[position + 1]) << 8 }
        if count > 2 { group |= UInt32(bytes[position + 2]) }
        for digit in 0...count {
          text.append(digits[Int(group >> UInt32(18 - 6 * digit) & 63)])
        }
        if isPadded { for _ in count..<3 { text.append(UInt8(ascii: "=")) } }
        position += 3
      }
    }
  }

  /// Appends what the text stands for; the padding may be missing.
  ///
  /// Returns the offset of what is not base64: another byte, an end within a byte, or bits that are
  /// set behind the last byte.
  func decode(_ text: Span<UInt8>, to output: inout BatchBuilder) -> Int? {
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
    if end < text.count, text.count % 4 != 0 { return end }
    if end % 4 == 1 { return end - 1 }
    let values = values.span
    var group: UInt32 = 0
    var bits = 0
    for position in 0..<end {
      let value = values[Int(text[position])]
      guard value < 64 else { return position }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return group & ((1 << UInt32(bits)) - 1) == 0 ? nil : end - 1
  }
}

internal import SwpipeCore

/// Looks at bytes that are usually UTF-8, but need not be.
enum UTF8Text {
  /// The scalar that begins at a position and its length in bytes; nil and 1 where the bytes there
  /// are not valid UTF-8.
  @inline(__always)
  static func scalar(in bytes: Span<UInt8>, at position: Int) -> (Unicode.Scalar?, Int) {
    let first = bytes[position]
    return first < 0x80 ? (Unicode.Scalar(first), 1) : longScalar(in: bytes, at: position)
  }

  private static func longScalar(in bytes: Span<UInt8>, at position: Int) -> (Unicode.Scalar?, Int)
  {
    let first = UInt32(bytes[position])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(first), position + length <= bytes.count else { return (nil, 1) }
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = UInt32(bytes[position + offset])
      guard next & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | (next & 0x3F)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, length)
  }

  /// The scalar that ends before a position, and its length; as `scalar(in:at:)` for invalid bytes.
  static func scalar(in bytes: Span<UInt8>, before position: Int) -> (Unicode.Scalar?, Int) {
    var start = position - 1
    while start > 0, position - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    let (scalar, length) = scalar(in: bytes, at: start)
    return start + length == position ? (scalar, length) : (nil, 1)
  }

  /// Unicode's White_Space property.
  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// The first position from `position` on that is white space, or is not, with the length of what
  /// stands there; nil at the end.
  @inline(__always)
  static func firstWhiteSpace(_ isWanted: Bool, in bytes: Span<UInt8>, from start: Int)
    -> (position: Int, length: Int)?
  {
    var position = start
    while position < bytes.count {
      let (scalar, length) = scalar(in: bytes, at: position)
      if (scalar.map(isWhiteSpace) ?? false) == isWanted { return (position, length) }
      position += length
    }
    return nil
  }
}

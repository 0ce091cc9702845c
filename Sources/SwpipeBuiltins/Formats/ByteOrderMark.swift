/// The three bytes that some programs put before UTF-8.
enum ByteOrderMark {
  case present
  case absent
  /// There are too few bytes to say.
  case undecided

  static let count = 3

  /// Whether a file begins with it.
  static func start(of bytes: Span<UInt8>) -> ByteOrderMark {
    for position in 0..<count {
      if position == bytes.count { return .undecided }
      let expected: UInt8 =
        switch position {
        case 0: 0xef
        case 1: 0xbb
        default: 0xbf
        }
      if bytes[position] != expected { return .absent }
    }
    return .present
  }
}

internal import CJSONIndex

/// Elements of text.
enum JQText {
  /// The first byte that is not UTF-8; nil if all are.
  static func problem(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let valid = swp_utf8_valid(bytes.baseAddress, bytes.count)
    return valid == bytes.count ? nil : valid
  }
}

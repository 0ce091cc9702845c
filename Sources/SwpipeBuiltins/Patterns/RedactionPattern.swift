internal import Glibc
internal import SwpipeCore

/// Forms of data that can be recognised.
enum RedactionPattern: String, CaseIterable {
  case email
  case card
  // Before ipv4, which may be its tail.
  case ipv6
  case ipv4

  /// A regular expression of what may be one; `accepts` decides.
  var text: String {
    switch self {
    case .email:
      #"(?<![\w.+'%-])[\w.+'%-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"#
        + #"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"#
    case .card: #"(?<![\d.])[2-6](?:[ -]?\d){12,18}(?!\d)"#
    case .ipv4: #"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)"#
    case .ipv6:
      #"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?(?![\w:])"#
    }
  }

  /// How much of what the expression has found is one, from its first byte on; 0 for nothing.
  func accepted(_ bytes: Span<UInt8>) -> Int {
    switch self {
    case .email: bytes.count
    case .card: RedactionPattern.cardCount(bytes)
    case .ipv4: RedactionPattern.isAddress(bytes, AF_INET) ? bytes.count : 0
    case .ipv6: RedactionPattern.isAddress(bytes, AF_INET6) ? bytes.count : 0
    }
  }

  /// The bytes of the longest card number; other numbers may stand behind it.
  private static func cardCount(_ bytes: Span<UInt8>) -> Int {
    var end = bytes.count
    while end >= 13 {
      if hasCheckDigit(bytes.extracting(0..<end)) { return end }
      // Back to the end of the group of digits before.
      end -= 1
      while end > 0, isDigit(bytes[end]) { end -= 1 }
    }
    return 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether there are 13 digits or more, and their sum, every second one from the right doubled, can be
  /// divided by ten.
  private static func hasCheckDigit(_ bytes: Span<UInt8>) -> Bool {
    var sum = 0
    var count = 0
    var isDoubled = false
    for offset in bytes.indices.reversed() where isDigit(bytes[offset]) {
      count += 1
      let digit = Int(bytes[offset] - UInt8(ascii: "0")) * (isDoubled ? 2 : 1)
      sum += digit > 9 ? digit - 9 : digit
      isDoubled.toggle()
    }
    return count >= 13 && sum % 10 == 0
  }

  private static func isAddress(_ bytes: Span<UInt8>, _ family: Int32) -> Bool {
    guard bytes.count < 64 else { return false }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      for offset in bytes.indices { text[offset] = CChar(bitPattern: bytes[offset]) }
      text[bytes.count] = 0
      return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 4) { address in
        guard let start = text.baseAddress, let place = address.baseAddress else { return false }
        return inet_pton(family, start, place) == 1
      }
    }
  }
}

extension JSONScanner {
  /// Passes the escape that begins here; returns the character it stands for.
  ///
  /// A surrogate without its partner is U+FFFD, as no UTF-8 stands for it; JSON's grammar allows it.
  mutating func readEscape(_ text: Span<UInt8>) throws(JSONProblem) -> Unicode.Scalar {
    let start = offset
    guard offset + 1 < text.count else {
      throw JSONProblem(at: text.count, "expected an escape")
    }
    let letter = text[offset + 1]
    move(by: 2)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"): return try readUnicodeEscape(text)
    default: throw JSONProblem(at: start, "expected one of the escapes that JSON has")
    }
  }

  private mutating func readUnicodeEscape(_ text: Span<UInt8>) throws(JSONProblem)
    -> Unicode.Scalar
  {
    let first = try readHexadecimal(text)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, offset + 1 < text.count, text[offset] == UInt8(ascii: "\\"),
      text[offset + 1] == UInt8(ascii: "u")
    else { return "\u{fffd}" }
    var ahead = JSONScanner(at: offset + 2)
    let second = try ahead.readHexadecimal(text)
    guard 0xdc00..<0xe000 ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { return "\u{fffd}" }
    move(by: 6)
    return scalar
  }

  fileprivate mutating func readHexadecimal(_ text: Span<UInt8>) throws(JSONProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard offset < text.count, let digit = JSONScanner.hexadecimalDigit(text[offset]) else {
        throw JSONProblem(at: offset, "expected four hexadecimal digits")
      }
      value = value << 4 | digit
      move(by: 1)
    }
    return value
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension JSONEscape {
  /// Whether the inside of a string that was scanned before has an escape of half a surrogate pair,
  /// which no UTF-8 stands for.
  ///
  /// Costs a look at each byte.
  package static func hasLoneSurrogate(_ inside: Span<UInt8>) -> Bool {
    var position = 0
    while position < inside.count {
      guard inside[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      guard let first = surrogate(inside, at: position) else {
        position += 2
        continue
      }
      guard first < 0xdc00, let second = surrogate(inside, at: position + 6), second >= 0xdc00
      else { return true }
      position += 12
    }
    return false
  }

  /// The surrogate that an escape at a position stands for.
  private static func surrogate(_ inside: Span<UInt8>, at position: Int) -> UInt32? {
    guard position + 6 <= inside.count, inside[position] == UInt8(ascii: "\\"),
      inside[position + 1] == UInt8(ascii: "u")
    else { return nil }
    var scanner = JSONScanner(at: position + 2)
    guard let value = try? scanner.readHexadecimal(inside) else { return nil }
    return 0xd800..<0xe000 ~= value ? value : nil
  }
}

extension BatchBuilder {
  /// Appends what a JSON string stands for; `element` is the string with its quotes, in white space.
  package mutating func append(unescapingJSON element: Span<UInt8>) throws(ElementFailure) {
    do throws(JSONProblem) {
      var scanner = JSONScanner()
      guard scanner.peek(element) == UInt8(ascii: "\"") else {
        throw JSONProblem(at: scanner.offset, "expected a string")
      }
      let inside = try scanner.skipString(element)
      try scanner.skipEnd(element)
      append(unescaping: element.extracting(inside))
    } catch {
      throw error.failure(of: element)
    }
  }

  /// Appends what the inside of a JSON string that was scanned before stands for.
  package mutating func append(unescaping inside: Span<UInt8>) {
    var scanner = JSONScanner()
    var ignored = false
    while scanner.offset < inside.count {
      let start = scanner.offset
      let run = JSONEscape.plainRun(in: inside, from: start, hasHighBytes: &ignored)
      append(inside.extracting(start..<start + run))
      scanner.move(by: run)
      if scanner.offset < inside.count {
        guard let scalar = try? scanner.readEscape(inside) else { return }
        append(scalar)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    guard !scalar.isASCII else { return append(UInt8(truncatingIfNeeded: scalar.value)) }
    guard let bytes = UTF8.encode(scalar) else { return }
    for byte in bytes { append(byte) }
  }
}

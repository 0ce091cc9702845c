internal import SwpipeCore

/// Follows a path of keys and positions into a JSON text.
enum JSONPath {
  /// The range of the value at the path; nil where there is none.
  ///
  /// Checks the whole text on the way. Of a key that stands twice the last one counts, as in jq; a
  /// negative position counts from the end.
  static func find(_ path: [Template.PathKey], in text: Span<UInt8>) throws(JSONScanner.Problem)
    -> Range<Int>?
  {
    try JSONScanner.check(text)
    var value = JSONScanner.trimmed(text)
    for key in path {
      let found =
        switch key {
        case .name(let name): try find(name, inObjectAt: value, of: text)
        case .position(let position): try find(position, inArrayAt: value, of: text)
        }
      guard let found else { return nil }
      value = found
    }
    return value
  }

  private static func find(_ name: String, inObjectAt value: Range<Int>, of text: Span<UInt8>)
    throws(JSONScanner.Problem) -> Range<Int>?
  {
    guard text[value.lowerBound] == UInt8(ascii: "{") else { return nil }
    var scanner = JSONScanner()
    scanner.position = value.lowerBound
    guard try scanner.enter(closing: UInt8(ascii: "}"), text) else { return nil }
    var found: Range<Int>?
    repeat {
      let key = try scanner.key(text)
      let start = scanner.position
      try scanner.skipValue(text)
      if isEqual(text.extracting(key.range), name, hasEscapes: key.hasEscapes) {
        found = start..<scanner.position
      }
    } while try scanner.next(closing: UInt8(ascii: "}"), text)
    return found
  }

  private static func find(_ position: Int, inArrayAt value: Range<Int>, of text: Span<UInt8>)
    throws(JSONScanner.Problem) -> Range<Int>?
  {
    guard text[value.lowerBound] == UInt8(ascii: "[") else { return nil }
    var wanted = position
    if wanted < 0 {
      wanted += try count(arrayAt: value, of: text)
      if wanted < 0 { return nil }
    }
    var scanner = JSONScanner()
    scanner.position = value.lowerBound
    guard try scanner.enter(closing: UInt8(ascii: "]"), text) else { return nil }
    repeat {
      let start = scanner.position
      try scanner.skipValue(text)
      if wanted == 0 { return start..<scanner.position }
      wanted -= 1
    } while try scanner.next(closing: UInt8(ascii: "]"), text)
    return nil
  }

  private static func count(arrayAt value: Range<Int>, of text: Span<UInt8>)
    throws(JSONScanner.Problem) -> Int
  {
    var scanner = JSONScanner()
    scanner.position = value.lowerBound
    guard try scanner.enter(closing: UInt8(ascii: "]"), text) else { return 0 }
    var count = 0
    repeat {
      try scanner.skipValue(text)
      count += 1
    } while try scanner.next(closing: UInt8(ascii: "]"), text)
    return count
  }

  /// Whether a key, as it is written, is a name.
  private static func isEqual(_ key: Span<UInt8>, _ name: String, hasEscapes: Bool) -> Bool {
    if hasEscapes {
      // Rare enough for a text of its own.
      var unescaped = BatchBuilder()
      unescaped.append(unescaping: key)
      return unescaped.withUnfinished { isEqual($0, name, hasEscapes: false) }
    }
    guard key.count == name.utf8.count else { return false }
    var position = 0
    for byte in name.utf8 {
      if key[position] != byte { return false }
      position += 1
    }
    return true
  }
}

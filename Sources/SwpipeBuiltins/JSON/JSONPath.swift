internal import SwpipeCore

/// Follows a path of keys and positions into a JSON text.
enum JSONPath {
  /// The range of the value at the path; nil where there is none.
  ///
  /// Checks the whole text on the way. Of a key that stands twice the last one counts, as in jq; a
  /// negative position counts from the end.
  static func find(_ path: [Template.PathKey], in text: Span<UInt8>) throws(JSONProblem)
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
    throws(JSONProblem) -> Range<Int>?
  {
    guard text[value.lowerBound] == UInt8(ascii: "{") else { return nil }
    var scanner = JSONScanner(at: value.lowerBound)
    var found: Range<Int>?
    var hasMore = try scanner.enterObject(text)
    while hasMore {
      let key = text.extracting(try scanner.skipKey(text))
      let value = try scanner.skipValue(text)
      if JSONKey.matches(key, name.utf8) { found = value }
      hasMore = try scanner.continueObject(text)
    }
    return found
  }

  private static func find(_ position: Int, inArrayAt value: Range<Int>, of text: Span<UInt8>)
    throws(JSONProblem) -> Range<Int>?
  {
    guard text[value.lowerBound] == UInt8(ascii: "[") else { return nil }
    var wanted = position
    if wanted < 0 {
      wanted += try count(arrayAt: value, of: text)
      if wanted < 0 { return nil }
    }
    var scanner = JSONScanner(at: value.lowerBound)
    var hasMore = try scanner.enterArray(text)
    while hasMore {
      let element = try scanner.skipValue(text)
      if wanted == 0 { return element }
      wanted -= 1
      hasMore = try scanner.continueArray(text)
    }
    return nil
  }

  private static func count(arrayAt value: Range<Int>, of text: Span<UInt8>)
    throws(JSONProblem) -> Int
  {
    var scanner = JSONScanner(at: value.lowerBound)
    var count = 0
    var hasMore = try scanner.enterArray(text)
    while hasMore {
      try scanner.skipValue(text)
      count += 1
      hasMore = try scanner.continueArray(text)
    }
    return count
  }
}

internal import SwpipeCore

/// Where a member of a JSON object stands, or where it would go.
struct JSONMember {
  /// The value; nil if there is no such member.
  var value: Range<Int>?
  /// Where a new member is put: behind the last one, or behind the opening brace.
  var insertion: Int
  var isFirst: Bool
  /// The offset behind the closing brace.
  var end: Int

  /// Looks for a member of the object that begins at an offset, behind white space.
  ///
  /// Reads the object to its end. Of a key that stands twice the last one counts, as in jq.
  static func find(_ name: [UInt8], in text: Span<UInt8>, at start: Int = 0) throws(JSONProblem)
    -> JSONMember
  {
    var scanner = JSONScanner(at: start)
    var isInside = try scanner.enterObject(text)
    // An empty object was passed as a whole: the brace that opened it is found again from its front.
    var found = JSONMember(
      value: nil,
      insertion: firstByte(of: text, from: start) + 1,
      isFirst: !isInside,
      end: scanner.offset
    )
    while isInside {
      let key = try scanner.skipKey(text)
      let value = try scanner.skipValue(text, depth: 1)
      if JSONKey.matches(text.extracting(key), name) { found.value = value }
      found.insertion = value.upperBound
      isInside = try scanner.continueObject(text)
      found.end = scanner.offset
    }
    return found
  }

  private static func firstByte(of text: Span<UInt8>, from start: Int) -> Int {
    var scanner = JSONScanner(at: start)
    _ = scanner.peek(text)
    return scanner.offset
  }
}

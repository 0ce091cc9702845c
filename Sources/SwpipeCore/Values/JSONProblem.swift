/// Why bytes are not JSON, and where.
package struct JSONProblem: Error, Sendable {
  /// The offset of the byte that should not be there, or of the end.
  package var offset: Int
  /// What was expected, without a full stop.
  package var reason: StaticString

  package init(at offset: Int, _ reason: StaticString) {
    self.offset = offset
    self.reason = reason
  }

  /// The failure of an element that should have been JSON, with the place and what stands there.
  package func failure(of element: Span<UInt8>) -> ElementFailure {
    var failure = ElementFailure(words(for: element))
    failure.offset = offset
    return failure
  }

  private func words(for element: Span<UInt8>) -> String {
    guard offset < element.count else {
      return "the element is not JSON: \(reason), but it ends"
        + JSONProblem.note(ofUnfinished: element)
    }
    let near = Excerpt.plain(element, from: offset, limit: 20)
    return "the element is not JSON: \(reason) at byte \(offset + 1), before `\(near)`"
      + (near.hasPrefix("\\u{FEFF}") ? ", a byte order mark, which `format: jsonl` skips" : "")
  }

  /// What to know where a list or an object is cut off, most often by a line's end.
  private static func note(ofUnfinished element: Span<UInt8>) -> String {
    var scanner = JSONScanner()
    switch scanner.peek(element) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return "; an element is one whole value, and a line of `jsonl` does not go on in the next"
    default: return ""
    }
  }
}

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
    let end = min(offset + 20, element.count)
    guard offset < end else {
      return ElementFailure("the element is not JSON: \(reason), but it ends")
    }
    var near = ""
    for position in offset..<end {
      let byte = element[position]
      near.unicodeScalars.append(0x20..<0x7f ~= byte ? Unicode.Scalar(byte) : "?")
    }
    return ElementFailure(
      "the element is not JSON: \(reason) at byte \(offset + 1), before `\(near)`"
    )
  }
}

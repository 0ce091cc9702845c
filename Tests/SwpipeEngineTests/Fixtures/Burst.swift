import SwpipeCore

/// Gives `count` elements of 1000 bytes for each one; on the number 2 it fails so many times when it has
/// given nearly all of them.
struct Burst: FlatMapTransform {
  let count: Int
  let failures: Int
  var failed = 0

  /// What it gives as the `part`-th for an element.
  static func text(_ number: Int, _ part: Int) -> String {
    let text = "\(number)-\(part)-"
    return text + String(repeating: "x", count: 1000 - text.utf8.count)
  }

  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) throws(ElementFailure) -> Int? {
    let number = number(element)
    for part in cursor..<count {
      if output.isFull, part > cursor { return part }
      if part == count - 1, number == 2, failed < failures {
        failed += 1
        throw ElementFailure("not yet")
      }
      output.append(utf8: Burst.text(number, part))
      output.endElement()
    }
    return nil
  }
}

/// Gives `count` elements of 1000 bytes for each one; for the number 0 when a gate has opened.
struct LateBurst: FlatMapTransform {
  let gate: Futex
  let stop: Futex
  var burst: Burst

  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) throws(ElementFailure) -> Int? {
    while number(element) == 0, !gate.isOpen, !stop.isOpen { gate.wait(nanoseconds: 1_000_000) }
    return try burst.flatMap(element, from: cursor, into: &output)
  }
}

internal import SwpipeCore

/// The filter loop for what must contain a literal: searches a whole slice's bytes at once, so that
/// elements without it cost a fraction of a nanosecond per byte and no call.
enum LiteralSearch {
  /// Whether a slice may be searched as a whole.
  ///
  /// A literal that contains the separator could be found across two elements.
  @inline(__always)
  static func isPossible(_ finder: LiteralFinder, in slice: borrowing Slice) -> Bool {
    !finder.needle.contains(slice.separator)
  }

  /// Decides on all elements of the slice; `verify` on those that contain the literal.
  @inline(__always)
  static func apply(
    _ finder: LiteralFinder,
    to slice: borrowing Slice,
    into output: inout BatchBuilder,
    verify: (Span<UInt8>) throws(ElementFailure) -> Bool
  ) throws(ElementFailure) {
    let end = slice.range.upperBound
    var offset =
      output.position == slice.range.lowerBound ? 0 : slice.endOffset(output.position - 1) + 1
    while output.position < end, !output.isFull {
      guard let hit = slice.withBytes({ finder.find(in: $0, from: offset) }) else {
        output.decide(false, upTo: end)
        return
      }
      var candidate = output.position
      while slice.endOffset(candidate) <= hit { candidate += 1 }
      output.decide(false, upTo: candidate)
      output.decide(try slice.withElement(candidate, verify))
      output.position = candidate + 1
      offset = slice.endOffset(candidate) + 1
    }
  }
}

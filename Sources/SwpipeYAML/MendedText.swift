import SwpipeCore

/// A text with a few places mended for reading on, whose spans still point into what was written.
///
/// libyaml gives up at the first error. Where the error is a forgotten pair of quotes, the quotes
/// are put in and the text is read again, so that one run finds the errors behind it too.
struct MendedText {
  /// A replacement of some bytes, on one line.
  struct Edit {
    let range: Range<Int>
    let replacement: [UInt8]
  }

  let source: SourceText
  private(set) var bytes: [UInt8]
  /// In the coordinates of the source, sorted by place.
  private var edits: [Edit] = []
  /// Where each edit's replacement begins in the mended bytes.
  private var starts: [Int] = []

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// The span in the source of a range of the mended bytes.
  func span(_ range: Range<Int>) -> SourceSpan {
    let start = original(range.lowerBound, roundsUp: false)
    let end = range.isEmpty ? start : original(range.upperBound, roundsUp: true)
    return SourceSpan(source: source, range: start..<max(start, end))
  }

  /// The offset in the source; inside a replacement, one end of what it replaced.
  func original(_ offset: Int, roundsUp: Bool = false) -> Int {
    // The last edit that begins before the offset, or at it and has removed something there.
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      let start = starts[middle]
      let isBefore = start < offset || (start == offset && edits[middle].replacement.isEmpty)
      if isBefore { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return offset }
    let edit = edits[low - 1]
    let end = starts[low - 1] + edit.replacement.count
    if offset < end { return roundsUp ? edit.range.upperBound : edit.range.lowerBound }
    return edit.range.upperBound + offset - end
  }

  /// Whether some of the source's bytes in the range have been replaced.
  func isMended(_ range: Range<Int>) -> Bool {
    edits.contains { $0.range.overlaps(range) }
  }

  /// The text with further places of the source mended, which may not overlap those before.
  func applying(_ further: [Edit]) -> MendedText {
    var result = self
    result.edits = (edits + further).sorted { $0.range.lowerBound < $1.range.lowerBound }
    result.bytes = []
    result.bytes.reserveCapacity(source.bytes.count + 64)
    result.starts = []
    var at = 0
    for edit in result.edits {
      result.bytes += source.bytes[at..<edit.range.lowerBound]
      result.starts.append(result.bytes.count)
      result.bytes += edit.replacement
      at = edit.range.upperBound
    }
    result.bytes += source.bytes[at...]
    return result
  }
}

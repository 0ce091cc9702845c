internal import SwpipeCore

/// Characters as people count them: extended grapheme clusters of UTF-8.
///
/// What is not valid UTF-8 is split as the standard library does when it repairs a text: each
/// ill-formed sequence is one character, and its bytes stay what they are.
enum Characters {
  /// How many there are.
  ///
  /// Costs a nanosecond for a few dozen ASCII bytes, 10 ns for another character.
  static func count(_ bytes: Span<UInt8>) -> Int {
    if isOneByteEach(bytes) { return bytes.count }
    var count = 0
    var start = 0
    while start < bytes.count {
      let run = validRun(bytes, from: start)
      if run.end > start, let text = try? UTF8Span(validating: bytes.extracting(start..<run.end)) {
        var characters = text.makeCharacterIterator()
        while characters.skipForward() > 0 { count += 1 }
      }
      if run.next > run.end { count += 1 }
      start = run.next
    }
    return count
  }

  /// Appends the characters in reverse order.
  static func appendReversed(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    if isOneByteEach(bytes) {
      output.append(capacity: bytes.count) { target in
        for position in stride(from: bytes.count - 1, through: 0, by: -1) {
          target.append(bytes[position])
        }
      }
      return
    }
    // Most texts are one valid run, for which this array holds one element.
    var runs: [(start: Int, end: Int, next: Int)] = []
    var start = 0
    while start < bytes.count {
      let run = validRun(bytes, from: start)
      runs.append((start, run.end, run.next))
      start = run.next
    }
    for run in runs.reversed() {
      output.append(bytes.extracting(run.end..<run.next))
      let valid = bytes.extracting(run.start..<run.end)
      guard let text = try? UTF8Span(validating: valid) else { continue }
      var characters = text.makeCharacterIterator()
      characters.reset(roundingBackwardsFrom: valid.count)
      var end = valid.count
      while characters.skipBack() > 0 {
        output.append(valid.extracting(characters.currentCodeUnitOffset..<end))
        end = characters.currentCodeUnitOffset
      }
    }
  }

  /// CR LF is the one character of two ASCII bytes.
  private static func isOneByteEach(_ bytes: Span<UInt8>) -> Bool {
    bytes.isASCII && carriageReturn.find(in: bytes) == nil
  }

  private static let carriageReturn = LiteralFinder([UInt8(ascii: "\r")])

  /// The end of the valid UTF-8 from `start` on, and the end of the ill-formed sequence behind it.
  private static func validRun(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, next: Int) {
    do {
      _ = try UTF8Span(validating: bytes.extracting(start..<bytes.count))
      return (bytes.count, bytes.count)
    } catch {
      return (start + error.byteOffsets.lowerBound, start + error.byteOffsets.upperBound)
    }
  }
}

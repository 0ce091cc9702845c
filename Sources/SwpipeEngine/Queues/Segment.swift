internal import SwpipeCore

/// Elements of one batch that wait in a queue or are in a worker's hands.
struct Segment: Sendable {
  var batch: Batch
  /// Positions within the batch.
  var range: Range<Int>
  /// The arrival number, in its queue, of the first element.
  var arrival: Int64 = 0
  /// Which of the stage's inputs it came by; breaks ties where merged elements are sorted.
  var input: Int = 0

  var count: Int { range.count }

  /// About the bytes that the elements take.
  var byteCount: Int {
    batch.count == range.count ? batch.byteCount : batch.byteCount * range.count / batch.count
  }

  /// Takes back `count` elements that were split off before it.
  mutating func restore(_ count: Int) {
    range = range.lowerBound - count..<range.upperBound
    arrival -= Int64(count)
  }

  /// Splits off the first `count` elements.
  mutating func removeFirst(_ count: Int) -> Segment {
    let middle = range.lowerBound + count
    let first = Segment(
      batch: batch,
      range: range.lowerBound..<middle,
      arrival: arrival,
      input: input
    )
    range = middle..<range.upperBound
    arrival += Int64(count)
    return first
  }
}

internal import SwpipeCore

/// Parts the elements of a route by their ways.
struct WaySplitter: ~Copyable {
  private var builder = BatchBuilder()

  /// Calls `body` once for each way that elements of `batch` go, with their number and the elements, in
  /// their order; those that go nowhere are left out.
  ///
  /// `verdicts` is the builder that the route has told its ways. Elements that stand side by side are not
  /// copied.
  mutating func split(
    _ batch: Batch,
    _ verdicts: inout BatchBuilder,
    count ways: Int,
    _ budget: MemoryBudget,
    _ body: (_ way: Int, _ count: Int, _ part: Segment) -> Void
  ) {
    verdicts.takeWays { start, taken in
      for way in 0..<ways {
        let number = UInt16(way)
        var (first, end, count) = (0, 0, 0)
        for i in taken.indices where taken[i] == number {
          if count == 0 { first = i }
          end = i + 1
          count += 1
        }
        guard count > 0 else { continue }
        let range = (start + first)..<(start + end)
        if count == range.count, batch.isWellFilled(by: range) {
          body(way, count, Segment(batch: batch, range: range))
          continue
        }
        builder.begin(Slice(batch, range), for: .filter, type: batch.type)
        for i in first..<end {
          builder.decide(taken[i] == number)
          builder.position += 1
        }
        if let part = builder.freeze(budget: budget) {
          body(way, count, Segment(batch: part, range: 0..<part.count))
        }
      }
    }
  }
}

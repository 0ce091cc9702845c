internal import SwpipeCore

/// The values of a row whose columns go out in another order than they came in; reused.
struct TableScratchRow: ~Copyable {
  var bytes = BatchBuilder()
  /// Start and end of each output column's value.
  private var ranges: [Int] = []

  /// Forgets the row before.
  mutating func begin(columns count: Int) {
    bytes.rollBack()
    if ranges.count != count * 2 { ranges = Array(repeating: 0, count: count * 2) }
  }

  /// Says that what was appended from `start` on is an output column's value; -1 drops it.
  mutating func endField(from start: Int, column: Int) {
    guard column >= 0 else { return bytes.cutUnfinished(to: start) }
    ranges[column * 2] = start
    ranges[column * 2 + 1] = bytes.unfinishedByteCount
  }

  /// Appends all values with what stands between them.
  func append(_ header: TableHeader, to output: inout BatchBuilder) {
    bytes.withUnfinished { values in
      for column in 0..<header.columnCount {
        let start = column == 0 ? 0 : header.jointEnds[column - 1]
        output.append(header.joints.span.extracting(start..<header.jointEnds[column]))
        output.append(values.extracting(ranges[column * 2]..<ranges[column * 2 + 1]))
      }
    }
    output.append(header.end.span)
  }
}

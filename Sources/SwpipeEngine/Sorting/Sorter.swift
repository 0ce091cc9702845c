internal import SwpipeCore

/// Collects elements of any shape and gives them back by element_index, then by input, then by
/// arrival.
///
/// Past a limit it writes what it holds to disk as a sorted run. Many runs of one size become one
/// larger run, so that neither memory nor descriptors grow with the number of elements: an element
/// is written about once, plus once more for each `fanIn`-fold of the limit.
final class Sorter {
  private struct Run {
    var file: SpillFile
    /// How often its elements were merged before.
    var level: Int
  }

  /// The runs that are merged to one while elements still come.
  private static let fanIn = 32

  private let limit: Int
  private let directory: String
  private let stop: Futex
  private var buffer = SortBuffer()
  /// By arrival; the levels never rise from one to the next.
  private var runs: [Run] = []
  /// What the elements' records leave out, by number.
  private(set) var shapes: [BatchShape] = []
  /// How often it wrote a run.
  private(set) var spills = 0

  /// Holds about `limit` bytes before it writes to `directory`; gives up early when `stop` opens.
  init(limit: Int, directory: String, stop: Futex) {
    self.limit = limit
    self.directory = directory
    self.stop = stop
  }

  func append(_ slice: borrowing Slice, input: Int) throws(RunFailure) {
    let shape = number(of: slice.shape)
    for position in slice.range {
      buffer.append(slice, position, shape: shape, input: input)
      if buffer.byteCount > limit { try spill() }
    }
  }

  /// Everything that was collected, in order.
  ///
  /// Called once, at the end.
  func merge() throws(RunFailure) -> SortMerge {
    buffer.sort()
    let last = SortCursor(run: runs.count, buffer: buffer)
    buffer = SortBuffer()
    defer { runs = [] }
    return try SortMerge(try cursors(runs[...]) + [last])
  }

  private func number(of shape: BatchShape) -> Int {
    // Nearly always the last one; there are about as many as ways to the stage.
    if let number = shapes.lastIndex(of: shape) { return number }
    shapes.append(shape)
    return shapes.count - 1
  }

  private func spill() throws(RunFailure) {
    buffer.sort()
    let merge = try SortMerge([SortCursor(run: 0, buffer: buffer)])
    try write(merge, level: 0)
    buffer.removeAll()
    while let level = runs.last?.level, runs.count >= Sorter.fanIn,
      runs[runs.count - Sorter.fanIn].level == level, !stop.isOpen
    {
      let merge = try SortMerge(try cursors(runs.suffix(Sorter.fanIn)))
      runs.removeLast(Sorter.fanIn)
      try write(merge, level: level + 1)
    }
  }

  private func write(_ merge: consuming SortMerge, level: Int) throws(RunFailure) {
    var merge = merge
    let file = try SpillFile(for: "sorting", in: directory)
    while let cursor = merge.current, !stop.isOpen {
      try cursor.append(to: file)
      try merge.advance()
    }
    try file.rewind()
    runs.append(Run(file: file, level: level))
    spills += 1
  }

  private func cursors(_ runs: ArraySlice<Run>) throws(RunFailure) -> [SortCursor] {
    let readSize = max(4 << 10, min(256 << 10, limit / 64))
    return runs.enumerated().map { number, run in
      SortCursor(run: number, file: run.file, readSize: readSize)
    }
  }
}

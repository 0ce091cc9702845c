extension Slice {
  /// The end of the longest part from `first` on that takes up to so many bytes with its ends and
  /// indices; at least one element.
  ///
  /// Costs a binary search.
  package func end(from first: Int, fitting byteLimit: Int) -> Int {
    let start = start(first)
    var (low, high) = (first + 1, range.upperBound)
    while low < high {
      let middle = (low + high + 1) / 2
      let size = Int(ends[middle - 1]) + 1 - start + (middle - first) * (4 + 8 * depth)
      if size <= byteLimit { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// What a receiver has to know before the parts; the slice is not empty.
  package var layout: BatchLayout {
    BatchLayout(
      count: count,
      byteCount: Int(ends[range.upperBound - 1]) + 1 - start(range.lowerBound),
      firstIndex: indexNumber(range.lowerBound, level: 0),
      isListed: indexList != nil,
      shape: shape
    )
  }

  /// Appends the elements' bytes, their ends counted from there, and their indices if they are
  /// listed: what `Batch.received` reads.
  package func appendParts(to output: inout [UInt8]) {
    withBytes { output.append(contentsOf: $0) }
    let first = range.lowerBound
    let offset = UInt32(truncatingIfNeeded: start(first))
    if offset == 0 {
      output.append(contentsOf: UnsafeRawBufferPointer(start: ends + first, count: count * 4))
    } else {
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { rebased in
        for i in 0..<count { rebased[i] = ends[first + i] &- offset }
        output.append(contentsOf: UnsafeRawBufferPointer(rebased))
      }
    }
    if let indexList {
      output.append(
        contentsOf: UnsafeRawBufferPointer(
          start: indexList + first * depth,
          count: count * depth * 8
        )
      )
    }
  }
}

extension BatchBuilder {
  /// A filter's verdict on the element at `position`; kept ones are copied in runs.
  @inlinable
  public mutating func decide(_ isIncluded: Bool) {
    guard isIncluded != isInverted else { return }
    if runEnd != position {
      endRun()
      runStart = position
    }
    runEnd = position + 1
    kept += 1
  }

  /// The elements kept since the last call.
  public mutating func takeKept() -> Int {
    defer { reportedKept = kept }
    return kept - reportedKept
  }

  /// The same verdict on all elements from `position` up to `end`, which becomes `position`.
  ///
  /// Costs the same for one and for all of them.
  @inlinable
  public mutating func decide(_ isIncluded: Bool, upTo end: Int) {
    if isIncluded != isInverted, end > position {
      if runEnd != position {
        endRun()
        runStart = position
      }
      runEnd = end
      kept += end - position
    }
    position = end
  }

  /// Copies the run of kept elements that has not been copied yet.
  public mutating func endRun() {
    guard runEnd > runStart, let inputBytes, let inputEnds else { return }
    let start = runStart == 0 ? 0 : Int(inputEnds[runStart - 1]) + 1
    let end = Int(inputEnds[runEnd - 1]) + 1
    let shift = byteCount - start
    append(raw: UnsafeRawBufferPointer(start: inputBytes + start, count: end - start))
    elementStart = byteCount
    let next = position
    for position in runStart..<runEnd {
      self.position = position
      addEnd(Int(inputEnds[position]) + shift)
    }
    position = next
    runStart = runEnd
  }
}

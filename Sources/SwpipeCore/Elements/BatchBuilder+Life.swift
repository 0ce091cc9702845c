internal import Glibc

extension BatchBuilder {
  /// Starts a batch of a source, whose elements count up from `firstIndex`.
  public mutating func begin(
    source: Int,
    firstIndex: Int64,
    type: ElementType,
    separator: UInt8 = UInt8(ascii: "\n")
  ) {
    reset()
    mode = .source
    depth = 1
    self.source = source
    self.firstIndex = firstIndex
    self.type = type
    self.separator = separator
  }

  /// Starts the output of a stage for one slice, whose batch must live until `freeze`.
  public mutating func begin(
    _ slice: borrowing Slice,
    for work: Operator,
    isInverted: Bool = false,
    type: ElementType
  ) {
    reset()
    mode =
      switch work {
      case .map: .map
      case .filter: .filter
      case .flatMap: .flatMap
      case .each, .reduce: .each
      case .route: .route
      }
    self.isInverted = isInverted
    self.type = type
    source = slice.source
    separator = slice.separator
    inputIndexList = slice.indexList
    inputFirstIndex = slice.firstIndex
    inputDepth = slice.depth
    inputBytes = slice.bytes
    inputEnds = slice.ends
    depth = work == .flatMap ? slice.depth + 1 : slice.depth
    position = slice.range.lowerBound
    runStart = position
    runEnd = position
    kept = 0
    reportedKept = 0
    cursor = 0
    emitted = 0
    ways.removeAll(keepingCapacity: true)
    waysStart = position
  }

  /// Whether a filter kept every element of the slice and none was handed on yet, so that the slice
  /// itself can go on.
  public func hasKeptAll(of slice: borrowing Slice) -> Bool {
    mode == .filter && count == 0 && kept == slice.count && position == slice.range.upperBound
      && runStart == slice.range.lowerBound
  }

  /// Hands the finished elements over as a batch and starts anew; nil if there are none.
  ///
  /// Where little of the arena is used, the batch gets a copy of its own size and the builder keeps
  /// the arena.
  public mutating func freeze(budget: MemoryBudget? = nil) -> Batch? {
    if mode == .filter { endRun() }
    guard count > 0, let bytes, let ends else {
      restart()
      return nil
    }
    let used = elementStart
    let keepsArena = used * 2 < byteCapacity
    let listed = isContiguous ? 0 : count * depth
    let batch = Batch(
      bytes: keepsArena ? copy(bytes, used + BatchBuilder.padding, of: used) : bytes,
      byteCount: used,
      byteCapacity: keepsArena ? used : byteCapacity,
      ends: keepsArena
        ? copy(ends, count * 4, of: count * 4).assumingMemoryBound(to: UInt32.self) : ends,
      count: count,
      endsCapacity: keepsArena ? count : endsCapacity,
      firstIndex: firstIndex,
      indexList: isContiguous
        ? nil
        : keepsArena
          ? copy(indexList.unsafelyUnwrapped, listed * 8, of: listed * 8)
            .assumingMemoryBound(to: Int64.self) : indexList,
      indexCapacity: isContiguous ? 0 : keepsArena ? listed : indexCapacity,
      depth: depth,
      type: type,
      separator: separator,
      source: source,
      budget: budget
    )
    if !keepsArena {
      expectedBytes = used + used / 16 + 16
      expectedCount = count + count / 16 + 1
      self.bytes = nil
      byteCapacity = 0
      self.ends = nil
      endsCapacity = 0
      if !isContiguous {
        indexList = nil
        indexCapacity = 0
      }
    }
    restart()
    return batch
  }

  /// Forgets the elements but neither the slice nor the place in it.
  private mutating func restart() {
    firstIndex += mode == .source ? Int64(count) : 0
    byteCount = 0
    elementStart = 0
    count = 0
    markedCount = 0
    markedByteCount = 0
    isContiguous = true
  }

  mutating func reset() {
    restart()
    firstIndex = 0
  }

  private func copy(_ pointer: UnsafeMutableRawPointer, _ size: Int, of used: Int)
    -> UnsafeMutableRawPointer
  {
    let target = BatchBuilder.reallocate(nil, max(size, 1))
    target.copyMemory(from: pointer, byteCount: used)
    return target
  }
}

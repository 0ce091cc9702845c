private import Glibc

extension BatchBuilder {
  /// The absolute position that the next finished element of a source will have.
  public var nextIndex: Int64 { firstIndex + Int64(count) }

  /// The bytes of the unfinished element.
  @inlinable
  public var unfinishedByteCount: Int { byteCount - elementStart }

  /// Says what separates the elements of a source; only while there are none.
  public mutating func use(separator: UInt8) {
    precondition(count == 0, "a batch has one separator")
    self.separator = separator
  }

  /// Makes the arena at least this large, so that what follows does not grow it in steps.
  public mutating func reserve(byteCapacity wanted: Int) {
    guard byteCapacity < wanted else { return }
    bytes = BatchBuilder.reallocate(bytes, wanted + BatchBuilder.padding)
    byteCapacity = wanted
  }

  /// Lets a source read(2) straight into the arena: `body` gets room for at least `capacity` bytes
  /// behind the unfinished element and says how many it wrote.
  public mutating func read<Failure: Error>(
    capacity: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let start = room(capacity)
    let written = try body(UnsafeMutableRawBufferPointer(start: start, count: capacity))
    precondition(written >= 0 && written <= capacity)
    byteCount += written
    return written
  }

  /// Ends an element wherever the separator stands in the unfinished bytes from `scanned` on.
  ///
  /// What follows the last separator stays unfinished. Source of the loop: memchr(3), which is
  /// vectorised, once per element.
  public mutating func splitUnfinished(from scanned: Int) {
    guard let bytes else { return }
    var start = elementStart + scanned
    while start < byteCount,
      let found = find(separator, in: bytes + start, count: byteCount - start)
    {
      let end = found - UnsafeRawPointer(bytes)
      elementStart = end + 1
      addEnd(end)
      start = end + 1
    }
  }

  /// Moves the unfinished bytes to the end of another builder's; what a source does after a read.
  public mutating func moveUnfinished(to other: inout BatchBuilder) {
    guard let bytes, byteCount > elementStart else { return }
    other.append(
      raw: UnsafeRawBufferPointer(start: bytes + elementStart, count: byteCount - elementStart)
    )
    byteCount = elementStart
  }

  /// Calls `body` with the bytes of the unfinished element.
  @inlinable
  public func withUnfinished<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = bytes.map { ($0 + elementStart).assumingMemoryBound(to: UInt8.self) }
    let buffer = UnsafeBufferPointer(start: start, count: start == nil ? 0 : unfinishedByteCount)
    return try body(buffer.span)
  }

  /// Drops the first bytes of the unfinished element.
  ///
  /// Costs a move of the others.
  public mutating func dropUnfinished(first dropped: Int) {
    precondition(dropped <= unfinishedByteCount)
    guard dropped > 0, let bytes else { return }
    let start = bytes + elementStart
    memmove(start, start + dropped, unfinishedByteCount - dropped)
    byteCount -= dropped
  }

  /// Keeps the first bytes of the unfinished element and drops the others.
  public mutating func cutUnfinished(to kept: Int) {
    precondition(kept <= unfinishedByteCount)
    byteCount = elementStart + kept
  }

  /// Whether a byte stands in the unfinished element, from an offset on.
  public func unfinishedContains(_ byte: UInt8, from start: Int) -> Bool {
    guard let bytes, start < unfinishedByteCount else { return false }
    return find(byte, in: bytes + elementStart + start, count: unfinishedByteCount - start) != nil
  }

  /// The first element from `first` on with more bytes than `limit`.
  ///
  /// Costs nothing where all elements together are shorter.
  public func firstElement(from first: Int, longerThan limit: Int) -> Int? {
    guard byteCount > limit, let ends else { return nil }
    var start = first == 0 ? 0 : Int(ends[first - 1]) + 1
    for position in first..<count {
      let end = Int(ends[position])
      if end - start > limit { return position }
      start = end + 1
    }
    return nil
  }

  /// Removes the elements from `first` on that hold nothing but spaces, tabs and CRs, and calls
  /// `gap` after each run of them with the next element's position and the run's length.
  ///
  /// Costs a look at each element's first byte, and a move of the bytes behind a blank one.
  public mutating func removeBlankElements(
    from first: Int,
    _ gap: (_ position: Int, _ removed: Int) -> Void
  ) {
    guard count > first, let bytes, let ends else { return }
    var kept = first
    var start = first == 0 ? 0 : Int(ends[first - 1]) + 1
    var target = start
    var removed = 0
    for position in first..<count {
      let end = Int(ends[position])
      let isBlank = start == end || isBlank(start..<end)
      if isBlank {
        removed += 1
      } else {
        if removed > 0 {
          gap(kept, removed)
          removed = 0
        }
        if target != start { memmove(bytes + target, bytes + start, end + 1 - start) }
        target += end - start
        ends[kept] = UInt32(truncatingIfNeeded: target)
        target += 1
        kept += 1
      }
      start = end + 1
    }
    if removed > 0 { gap(kept, removed) }
    guard target != start else { return }
    memmove(bytes + target, bytes + start, byteCount - start)
    byteCount -= start - target
    elementStart = target
    count = kept
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    guard let bytes else { return true }
    for offset in range {
      switch bytes.load(fromByteOffset: offset, as: UInt8.self) {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      default: return false
      }
    }
    return true
  }
}

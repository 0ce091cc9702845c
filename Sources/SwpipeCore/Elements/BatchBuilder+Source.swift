extension BatchBuilder {
  /// The absolute position that the next finished element of a source will have.
  package var nextIndex: Int64 { firstIndex + Int64(count) }

  /// The bytes of the unfinished element.
  package var unfinishedByteCount: Int { byteCount - elementStart }

  /// Lets a source read(2) straight into the arena: `body` gets room for at least `capacity` bytes
  /// behind the unfinished element and says how many it wrote.
  package mutating func read<Failure: Error>(
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
  package mutating func splitUnfinished(from scanned: Int) {
    guard let bytes else { return }
    var start = elementStart + scanned
    while start < byteCount,
      let found = find(separator, in: bytes + start, count: byteCount - start)
    {
      let end = found - bytes
      elementStart = end + 1
      addEnd(end)
      start = end + 1
    }
  }

  /// Moves the unfinished bytes to the start of another builder; what a source does after a read.
  package mutating func moveUnfinished(to other: inout BatchBuilder) {
    guard let bytes, byteCount > elementStart else { return }
    other.append(
      raw: UnsafeRawBufferPointer(start: bytes + elementStart, count: byteCount - elementStart)
    )
    byteCount = elementStart
  }
}

extension BatchBuilder {
  /// Moves a flat_map on to the next element of its slice.
  @inlinable
  public mutating func finishElement() {
    position += 1
    cursor = 0
    emitted = 0
    markedCount = count
    markedByteCount = byteCount
  }

  /// Drops what the element at `position` has emitted and not handed on, so that it may be tried
  /// again.
  public mutating func rollBackElement() {
    if mode == .flatMap {
      count = markedCount
      elementStart = markedByteCount
    }
    rollBack()
    cursor = 0
    emitted = 0
  }

  /// Passes the element at `position` by, without output.
  public mutating func skipElement() {
    rollBackElement()
    finishElement()
  }
}

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

  /// Whether the builder has output of an element that is not done, and may not be handed on yet.
  public var isHolding: Bool { holdsElements && emitted > 0 }

  /// The elements in front of those that are held.
  public var finishedCount: Int { markedCount }

  /// The bytes that the element at `position` has emitted, with their ends and indices.
  @inlinable
  public var heldByteCount: Int {
    byteCount - markedByteCount + (count - markedCount) * (4 + 8 * depth)
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

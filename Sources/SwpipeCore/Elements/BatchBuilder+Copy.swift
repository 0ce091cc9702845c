extension BatchBuilder {
  /// Starts a batch of copied elements; each ends with `endElement(indexNumber:)`.
  package mutating func begin(copying shape: BatchShape) {
    reset()
    mode = .copy
    depth = shape.depth
    type = shape.type
    separator = shape.separator
    source = shape.source
  }

  /// Ends the element and gives it an element_index of its own; `number` says the number at each
  /// level from 0 to the shape's depth less one.
  ///
  /// Indices that count up by one, of depth 1, take no room.
  package mutating func endElement(indexNumber number: (_ level: Int) -> Int64) {
    precondition(mode == .copy, "only copied elements bring their own index")
    let first = number(0)
    if depth == 1, isContiguous, count == 0 || first == firstIndex + Int64(count) {
      if count == 0 { firstIndex = first }
    } else {
      addIndex(number)
    }
    endElement()
  }
}

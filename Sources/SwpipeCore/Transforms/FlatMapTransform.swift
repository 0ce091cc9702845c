/// Gives any number of elements for each one.
public protocol FlatMapTransform: Transform {
  /// Appends and ends any number of elements.
  ///
  /// Begins at `cursor`, which is 0 for a new element. Returns nil when the element is done, or,
  /// once `output.isFull`, the cursor (not 0) with which to be called again.
  mutating func flatMap(_ element: Span<UInt8>, from cursor: Int, into output: inout BatchBuilder)
    throws(ElementFailure) -> Int?
}

extension FlatMapTransform {
  /// The loop over the slice, which goes on where it was interrupted.
  @inlinable
  public mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      let element = slice.buffer(output.position)
      if let next = try flatMap(element.span, from: output.cursor, into: &output) {
        output.cursor = next
        return
      }
      output.finishElement()
    }
  }
}

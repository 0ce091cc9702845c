/// Gives one element for each one, for map and each.
public protocol MapTransform: Transform {
  /// Appends the new element's bytes to `output`; the loop around it ends the element.
  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
}

extension MapTransform {
  /// The loop over the slice.
  @inlinable
  public mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      let element = slice.buffer(output.position)
      try map(element.span, into: &output)
      output.endElement()
      output.position += 1
    }
  }
}

/// Says which elements go on; the engine turns the verdict round for `invert: true`.
public protocol FilterTransform: Transform {
  mutating func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool
  /// Whether every further element would be refused, so that what feeds the stage may stop.
  ///
  /// Asked after each slice, and only where the verdict is not inverted.
  var isExhausted: Bool { get }
}

extension FilterTransform {
  /// Most filters never are.
  @inlinable public var isExhausted: Bool { false }

  /// The loop over the slice.
  @inlinable
  public mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      let element = slice.buffer(output.position)
      output.decide(try isIncluded(element.span))
      output.position += 1
    }
  }
}

extension FilterTransform {
  /// It is one.
  public static var isFilter: Bool { true }
}

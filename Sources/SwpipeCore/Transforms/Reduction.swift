/// What one worker of a `reduce` keeps of the elements that it has seen: takes in elements and the states
/// of other workers, and gives elements at the end.
///
/// Belongs to one thread at a time. What comes out must not depend on how elements were divided among
/// workers, nor on when they came: a sum is exact, and an order is that of the elements' index.
package protocol Reduction: AnyObject {
  /// Takes in the elements from `position` to the end of the slice, moving `position` past each.
  ///
  /// Throws with `position` at the element that failed, of which nothing is kept.
  func add(_ slice: borrowing Slice, from position: inout Int) throws(ElementFailure)

  /// Gives the state as bytes, in parts of any size, each of which `take` understands by itself; the
  /// state is empty afterwards.
  func give(_ part: (UnsafeRawBufferPointer) throws(RunFailure) -> Void) throws(RunFailure)

  /// Takes in a part of the state of another worker, whose arguments were the same.
  ///
  /// Throws where the bytes are no such part.
  func take(_ part: UnsafeRawBufferPointer) throws(RunFailure)

  /// Takes in the whole state of another worker of the same process.
  func merge(_ other: any Reduction) throws(RunFailure)

  /// The type of what `emit` gives next.
  var nextType: ElementType { get }

  /// Appends elements of `nextType` to `output` until it is full or the type changes; whether that was the last one.
  ///
  /// Called once everything is taken in, again and again until the end.
  func emit(into output: inout BatchBuilder) throws(RunFailure) -> Bool
}

extension Reduction {
  /// By way of bytes, as between processes.
  package func merge(_ other: any Reduction) throws(RunFailure) {
    try other.give { (part) throws(RunFailure) in try take(part) }
  }
}

/// The transform of a `reduce`: what a worker does with its elements is its reduction's.
package struct ReduceTransform: Transform {
  package let reduction: any Reduction

  package init(_ reduction: any Reduction) {
    self.reduction = reduction
  }

  package mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var position = output.position
    defer { output.position = position }
    try reduction.add(slice, from: &position)
  }
}

/// What all elements of a batch have in common.
package struct BatchShape: Hashable, Sendable {
  /// The numbers in each element_index.
  package var depth: Int
  package var type: ElementType
  package var separator: UInt8
  /// The ordinal of the source that the elements came from.
  package var source: Int

  package init(depth: Int, type: ElementType, separator: UInt8, source: Int) {
    self.depth = depth
    self.type = type
    self.separator = separator
    self.source = source
  }
}

extension Slice {
  package var shape: BatchShape {
    BatchShape(depth: depth, type: type, separator: separator, source: source)
  }
}

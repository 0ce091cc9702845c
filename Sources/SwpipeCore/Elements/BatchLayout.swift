/// What is to be known of elements on their way between processes, beside their bytes, ends and
/// indices.
package struct BatchLayout: Hashable, Sendable {
  /// The number of elements.
  package var count: Int
  /// Their bytes, separators included.
  package var byteCount: Int
  /// The position of the first one, where no list of indices follows.
  package var firstIndex: Int64
  /// Whether each element brings its own index.
  package var isListed: Bool
  package var shape: BatchShape

  package init(
    count: Int,
    byteCount: Int,
    firstIndex: Int64,
    isListed: Bool,
    shape: BatchShape
  ) {
    self.count = count
    self.byteCount = byteCount
    self.firstIndex = firstIndex
    self.isListed = isListed
    self.shape = shape
  }
}

/// What the planner and the engine need to know of a source.
package struct SourceRole: Sendable {
  /// The element type that these arguments (the format, the values) give.
  package var gives: @Sendable (Arguments) -> ElementType
  /// The files that these arguments make it read, so that no sink overwrites one.
  package var paths: @Sendable (Arguments) -> [String]
  /// Whether the files of `paths` were read to their end before the run, so that its dead letters may
  /// take the place of one.
  package var hasReadPaths: Bool
  /// Whether what these arguments (the format) make it read may have rows that are none, so that it can
  /// have an `on_error`.
  package var hasBadRows: @Sendable (Arguments) -> Bool
  /// Opens the source; an input that cannot be opened is thrown here.
  package var make: @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source

  package init(
    gives: @escaping @Sendable (Arguments) -> ElementType,
    paths: @escaping @Sendable (Arguments) -> [String] = { _ in [] },
    hasReadPaths: Bool = false,
    hasBadRows: @escaping @Sendable (Arguments) -> Bool = { _ in false },
    make: @escaping @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source
  ) {
    self.gives = gives
    self.paths = paths
    self.hasReadPaths = hasReadPaths
    self.hasBadRows = hasBadRows
    self.make = make
  }
}

/// What the planner and the engine need to know of a source.
package struct SourceRole: Sendable {
  /// The element type that these arguments (the format, the values) give.
  package var gives: @Sendable (Arguments) -> ElementType
  /// Opens the source; an input that cannot be opened is thrown here.
  package var make: @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source

  package init(
    gives: @escaping @Sendable (Arguments) -> ElementType,
    make: @escaping @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source
  ) {
    self.gives = gives
    self.make = make
  }
}

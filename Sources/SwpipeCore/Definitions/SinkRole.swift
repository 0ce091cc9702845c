/// What the planner and the engine need to know of a sink.
package struct SinkRole: Sendable {
  /// The element types that these arguments (the format) take.
  package var accepts: @Sendable (Arguments) -> Acceptance
  /// Opens the sink; an output that cannot be opened is thrown here.
  package var make: @Sendable (Arguments, SinkContext) throws(RunFailure) -> any Sink

  package init(
    accepts: @escaping @Sendable (Arguments) -> Acceptance,
    make: @escaping @Sendable (Arguments, SinkContext) throws(RunFailure) -> any Sink
  ) {
    self.accepts = accepts
    self.make = make
  }
}

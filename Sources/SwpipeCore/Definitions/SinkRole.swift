/// What the planner and the engine need to know of a sink.
package struct SinkRole: Sendable {
  /// Whether it is the sink of a spec that names none; one of the catalog is.
  package var isDefault: Bool
  /// Whether it drops all elements, so that no output waits for the run; `sink: null` means the one of
  /// the catalog that does.
  package var discardsAll: Bool
  /// Whether it writes standard output, which only one sink of a run can.
  package var writesStandardOutput: Bool
  /// The arguments that it has where it takes dead letters, which are JSON whatever the elements are; a
  /// spec may repeat them and not change them.
  package var deadLetterArguments: [String: String]
  /// The element types that these arguments (the format) take.
  package var accepts: @Sendable (Arguments) -> Acceptance
  /// Opens the sink; an output that cannot be opened is thrown here.
  package var make: @Sendable (Arguments, SinkContext) throws(RunFailure) -> any Sink

  package init(
    isDefault: Bool = false,
    discardsAll: Bool = false,
    writesStandardOutput: Bool = false,
    deadLetterArguments: [String: String] = [:],
    accepts: @escaping @Sendable (Arguments) -> Acceptance,
    make: @escaping @Sendable (Arguments, SinkContext) throws(RunFailure) -> any Sink
  ) {
    self.isDefault = isDefault
    self.discardsAll = discardsAll
    self.writesStandardOutput = writesStandardOutput
    self.deadLetterArguments = deadLetterArguments
    self.accepts = accepts
    self.make = make
  }
}

/// Where elements come from.
///
/// One thread owns it.
package protocol Source {
  /// Waits until there is something, and appends what one read gave.
  ///
  /// Never waits for more once it has an element, so that elements flow as they come. Checks
  /// `context.readiness` while it waits. The builder was begun by the engine with the next position.
  mutating func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState
  /// Closes what is open. Called once, also after a failure.
  mutating func close()
}

/// Something that lives as long as its worker, or its run: a lookup table, a session, a counter.
///
/// One made with `scope: run` is used by several workers at once, so all must be safe to share.
package protocol Resource: AnyObject, Sendable {
  /// What a template sees at `$name` and below, as JSON; nil where there is nothing.
  func value(at path: [Template.PathKey]) -> Value?
  /// Lets go of what it holds; called exactly once, whatever happened. May report what was lost.
  func close() throws(RunFailure)
}

extension Resource {
  package func value(at path: [Template.PathKey]) -> Value? { nil }
  package func close() throws(RunFailure) {}
}

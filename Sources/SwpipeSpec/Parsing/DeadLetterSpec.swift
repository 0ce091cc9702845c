import SwpipeCore

/// The sink for elements that failed, as it was written.
struct DeadLetterSpec: Sendable {
  var keySpan: SourceSpan
  /// Nil if it could not be read.
  var component: ComponentSpec?
}

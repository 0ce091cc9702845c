import SwpipeCore

/// A source or sink as it was written.
struct EndpointSpec: Sendable {
  var id: String
  /// Where the id stands, or the key `source` or `sink`.
  var idSpan: SourceSpan
  /// Nil if it could not be read.
  var component: ComponentSpec?
  /// Only sinks have one.
  var from: Setting<NameList>?
  /// Only sources have one.
  var onError: Setting<ErrorPolicy.Final>?
}

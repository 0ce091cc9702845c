import SwpipeCore

/// A key that was written, with what stands there.
struct Setting<Value: Sendable>: Sendable {
  /// Where the key stands.
  var key: SourceSpan
  /// Where the value stands.
  var span: SourceSpan
  /// Nil if the value could not be read, which was reported.
  var value: Value?

  /// Key and value.
  var whole: SourceSpan { key.source === span.source ? key.union(span) : key }
}

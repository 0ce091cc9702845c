import SwpipeCore

/// A key of a spec's mapping, which is always a text, and its value.
struct SpecEntry: Sendable {
  var key: String
  var keySpan: SourceSpan
  var value: SpecNode
}

import SwpipeCore

/// An entry of `resources:` or `on_start:` as it was written.
struct NamedResourceSpec: Sendable {
  /// What stands behind the name.
  enum Content: Sendable {
    case definition(ResourceSpec)
    /// The name of an entry of `resources:`; only in `on_start:`.
    case reference(String)
    /// In a form that was reported.
    case unreadable
  }

  var name: String
  var nameSpan: SourceSpan
  /// Where what is behind the name stands.
  var span: SourceSpan
  var content: Content
}

import SwpipeCore
import SwpipeYAML

/// A node of a spec with its variables expanded and its place.
struct SpecNode: Sendable {
  enum Content: Sendable {
    case scalar(SpecScalar)
    case list([SpecNode])
    case mapping([SpecEntry])
    /// Something is written here, but what it is worth is not known; a finding says why.
    case unknown
  }

  var content: Content
  /// Where the text of the node stands; for an alias, where its anchor stands.
  var span: SourceSpan
  /// Where the alias stands, if the node came here through one.
  var aliasSpan: SourceSpan?

  /// The place to add to a finding, where the node's text stands elsewhere than its use.
  var related: [Diagnostic.Related] {
    aliasSpan.map { [Diagnostic.Related(span: $0, message: "it is used here")] } ?? []
  }

  /// Whether the node is written but empty, as in `key:` or `key: null`.
  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.value == .null } else { false }
  }

  /// What stands here, in words that follow "not".
  var description: String {
    switch content {
    case .list: "a list"
    case .mapping: "a mapping"
    case .unknown: "something unknown"
    case .scalar(let scalar): scalar.description
    }
  }
}

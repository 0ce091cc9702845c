package import SwpipeCore

/// One node of a composed document: aliases resolved, merge keys applied, every node with its place.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
    /// An alias without an anchor: what it stands for is not known, and a finding says so.
    case unknown
  }

  package var content: Content
  /// Where the node stands; for an aliased node, where its anchor stands.
  package var span: SourceSpan
  /// Where the alias stands, if the node came here through one.
  package var aliasSpan: SourceSpan?
  /// The tag as written (`!!str`, `!thing`), if one was.
  package var tag: String?

  package init(
    content: Content,
    span: SourceSpan,
    aliasSpan: SourceSpan? = nil,
    tag: String? = nil
  ) {
    self.content = content
    self.span = span
    self.aliasSpan = aliasSpan
    self.tag = tag
  }
}

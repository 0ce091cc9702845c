import SwpipeCore
import SwpipeYAML

/// Makes the nodes of a spec of those of its YAML, with the variables expanded.
struct NodeBuilder {
  let expander: VariableExpander

  /// The node with everything in it.
  func node(_ node: YAMLNode) -> SpecNode {
    SpecNode(content: content(node), span: node.span, aliasSpan: node.aliasSpan)
  }

  private func content(_ node: YAMLNode) -> SpecNode.Content {
    switch node.content {
    case .scalar(let scalar):
      var written = SpecScalar(scalar: scalar, tag: node.tag)
      // Quotes that the composer put in to read on are not the user's, and change no type.
      if scalar.style == .singleQuoted, !node.span.text.hasPrefix("'") {
        written.scalar.style = .plain
      }
      return expander.expand(written, at: node.span).map { .scalar($0) } ?? .unknown
    case .unknown:
      return .unknown
    case .sequence(let nodes):
      return .list(nodes.map(self.node))
    case .mapping(let entries):
      // A mapping that is a key is a forgotten pair of quotes, which the composer has reported.
      var result: [SpecEntry] = []
      for entry in entries {
        guard case .scalar(let written) = entry.key.content,
          let key = expander.key(written.text, at: entry.key.span)
        else { return .unknown }
        result.append(SpecEntry(key: key, keySpan: entry.key.span, value: self.node(entry.value)))
      }
      return .mapping(result)
    }
  }
}

import SwpipeCore
import SwpipeYAML
import Testing

/// A node as text, with nothing of its places, to be compared in one line.
func brief(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let scalar): scalar.text
  case .unknown: "?"
  case .sequence(let elements): "[" + elements.map(brief).joined(separator: ", ") + "]"
  case .mapping(let entries):
    "{" + entries.map { brief($0.key) + ": " + brief($0.value) }.joined(separator: ", ") + "}"
  }
}

func source(_ text: String) -> SourceText { SourceText(name: "spec.yaml", bytes: Array(text.utf8)) }

/// The node of a text that has to be free of findings.
func compose(_ text: String) throws -> YAMLNode {
  let (node, diagnostics) = YAMLDocument.compose(source(text))
  #expect(DiagnosticRenderer().render(diagnostics) == "")
  return try #require(node)
}

/// The findings of a text in the short format, one a line.
func findings(_ text: String) -> String {
  DiagnosticRenderer(format: .short).render(YAMLDocument.compose(source(text)).diagnostics)
}

extension YAMLNode {
  /// The value of a key, if the node is a mapping that has it.
  subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { brief($0.key) == key }?.value
  }
}

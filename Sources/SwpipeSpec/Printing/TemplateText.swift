import SwpipeCore

/// Writes a parsed template as a spec would have it.
enum TemplateText {
  /// The text with its `{{ … }}`.
  static func text(_ template: Template) -> String {
    template.parts.map { part in
      switch part {
      case .literal(let text): literal(text)
      case .element(let keys): "{{ \(PathText.element(keys)) }}"
      case .expression(let text): "{{ \(text) }}"
      case .variable(let name, let keys): "{{ $\(name)\(PathText.below(keys)) }}"
      }
    }.joined()
  }

  private static func literal(_ text: String) -> String {
    var output = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("{{") {
        output += "{{ \"{{\" }}"
        rest = rest.dropFirst(2)
      } else {
        output.append(first)
        rest = rest.dropFirst()
      }
    }
    return output
  }
}

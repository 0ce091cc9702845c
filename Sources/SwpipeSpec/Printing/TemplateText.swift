import SwpipeCore

/// Writes a parsed template as a spec would have it.
enum TemplateText {
  /// The text with its `{{ … }}`.
  static func text(_ template: Template) -> String {
    template.parts.map { part in
      switch part {
      case .literal(let text): literal(text)
      case .element(let keys): "{{ \(keys.isEmpty ? "." : path(keys, isElement: true)) }}"
      case .variable(let name, let keys): "{{ $\(name)\(path(keys)) }}"
      }
    }.joined()
  }

  private static func path(_ keys: [Template.PathKey], isElement: Bool = false) -> String {
    var output = ""
    for (index, key) in keys.enumerated() {
      switch key {
      case .position(let position): output += (index == 0 && isElement ? "." : "") + "[\(position)]"
      case .name(let name):
        let isPlain =
          name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
          && name.first.map { !$0.isNumber } == true
        output += "." + (isPlain ? name : JSONText.quoted(name))
      }
    }
    return output
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

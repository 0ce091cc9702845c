internal import SwpipeCore

/// The reference page of a kind of component, in Markdown.
struct ReferencePage {
  let title: String
  let introduction: String
  let definitions: [Definition]

  /// The line that every generated page begins with.
  static let mark =
    "<!-- Written by `make docs` from the definitions in the program; edits here are lost. -->\n"

  var text: String {
    var text = Self.mark + "\n# \(title)\n\n\(introduction)\n\n"
    text += "| name | what it does |\n|---|---|\n"
    for definition in definitions {
      let anchor = definition.name.filter { $0 != "." }
      text += "| [`\(definition.name)`](#\(anchor)) | \(Self.cell(definition.summary)) |\n"
    }
    for definition in definitions { text += "\n" + section(definition) }
    return text
  }

  private func section(_ definition: Definition) -> String {
    let words = ComponentWords(definition: definition)
    var text = "## \(definition.name)\n\n\(definition.summary)."
    if !words.traits.isEmpty { text += " " + words.traits.joined(separator: " ") }
    text += "\n"
    if !definition.details.isEmpty { text += "\n\(definition.details)\n" }
    let parameters = definition.offeredParameters
    if !parameters.isEmpty {
      text += "\n| parameter | type | | |\n|---|---|---|---|\n"
      for parameter in parameters {
        let words = ParameterText(parameter: parameter)
        text += "| `\(parameter.name)` | \(Self.cell(words.type)) | \(Self.cell(words.presence)) "
        text += "| \(Self.cell(parameter.help)) |\n"
      }
    }
    for example in definition.examples { text += "\n" + block(example) }
    return text
  }

  private func block(_ example: Example) -> String {
    var text = "\(example.title.prefix(1).uppercased())\(example.title.dropFirst()):\n\n"
    text += Self.fenced(example.spec, "yaml")
    if !example.input.isEmpty { text += "\nInput:\n\n" + Self.fenced(example.input) }
    if !example.output.isEmpty { text += "\nOutput:\n\n" + Self.fenced(example.output) }
    if let error = example.error { text += "\nError: `\(error)`\n" }
    return text
  }

  private static func fenced(_ text: String, _ language: String = "text") -> String {
    let shown = ComponentText.shown(text)
    return "```\(language)\n\(shown)\(shown.hasSuffix("\n") ? "" : "\n")```\n"
  }

  /// Text as it may stand in a cell of a table.
  static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

internal import SwpipeCore

/// What explain prints of a component.
struct ComponentText {
  let definition: Definition
  /// The plugin that it comes from; nil for what is built in.
  var plugin: String?
  let paint: Paint

  var text: String {
    let words = ComponentWords(definition: definition)
    let role = words.role + (plugin.map { " of the plugin \($0)" } ?? "")
    var text = paint.title(definition.name) + " (\(role)): \(definition.summary).\n"
    if !words.traits.isEmpty { text += words.traits.joined(separator: " ") + "\n" }
    if !definition.details.isEmpty { text += "\n" + Self.wrapped(definition.details) }
    text += parameters
    text += examples
    return text
  }

  private var parameters: String {
    let parameters = definition.offeredParameters
    guard !parameters.isEmpty else { return "" }
    var table = Table()
    for parameter in parameters {
      let words = ParameterText(parameter: parameter)
      table.add(parameter.name, words.type, words.presence)
    }
    let rows = table.text(indent: "  ").split(separator: "\n")
    var text = "\n" + paint.title("Parameters") + "\n"
    for (row, parameter) in zip(rows, parameters) {
      text += row + "\n" + Self.wrapped(parameter.help, indent: "      ")
    }
    return text
  }

  private var examples: String {
    guard !definition.examples.isEmpty else { return "" }
    var text = "\n" + paint.title("Examples") + "\n"
    for (number, example) in definition.examples.enumerated() {
      if number > 0 { text += "\n" }
      text += "  # \(example.title)\n" + Self.indented(example.spec, "  ")
      if !example.input.isEmpty {
        text += "  # input\n" + Self.indented(Self.shown(example.input), "  # | ")
      }
      if !example.output.isEmpty {
        text += "  # output\n" + Self.indented(Self.shown(example.output), "  # | ")
      }
      if let error = example.error { text += "  # error: … \(error) …\n" }
    }
    return text
  }

  /// Text with control characters made visible, its lines kept.
  static func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable.line(String($0)) }.joined(separator: "\n")
  }

  static func indented(_ text: String, _ indent: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { indent + $0 + "\n" }.joined()
  }

  /// Paragraphs broken at 80 columns; lines that begin with a blank or a list mark stay.
  static func wrapped(_ text: String, indent: String = "", width: Int = 80) -> String {
    var output = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        output += "\n"
        continue
      }
      var current = indent
      for word in line.split(separator: " ", omittingEmptySubsequences: line.first != " ") {
        if current.count > indent.count, current.count + 1 + word.count > width {
          output += current + "\n"
          current = indent
        }
        current += (current.count > indent.count ? " " : "") + word
      }
      output += current + "\n"
    }
    return output
  }
}

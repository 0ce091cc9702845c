internal import ArgumentParser

/// The reference page of the command line, in Markdown.
enum CommandPage {
  /// `root` is the command that all others are below.
  static func text(of root: any ParsableCommand.Type) -> String {
    var text = ReferencePage.mark + "\n# The command line\n"
    for screen in HelpScreen.all(of: root) {
      text += "\n## \(screen.name)\n\n\(screen.abstract)\n\n"
      text += "```text\n\(screen.usage)\n```\n\n"
      text += paragraphs(screen.discussion)
      for section in screen.sections where section.title != "SUBCOMMANDS" {
        guard !section.entries.isEmpty else { continue }
        text += "\n| \(section.title.lowercased()) | |\n|---|---|\n"
        for entry in section.entries {
          text += "| `\(ReferencePage.cell(entry.label))` | \(ReferencePage.cell(entry.help)) |\n"
        }
      }
    }
    return text
  }

  /// The discussion, with its indented examples as a block of code.
  private static func paragraphs(_ text: String) -> String {
    var output = ""
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  ") != isCode {
        output += isCode ? "```\n" : "\n```sh\n"
        isCode.toggle()
      }
      output += (isCode ? line.dropFirst(2) : line) + "\n"
    }
    return output + (isCode ? "```\n" : "")
  }
}

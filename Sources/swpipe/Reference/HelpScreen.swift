internal import ArgumentParser

/// A command's help screen, taken apart so that it can be set as a page.
struct HelpScreen {
  /// A named part such as OPTIONS, with its entries.
  struct Section {
    var title: String
    var entries: [Entry] = []
  }

  /// An argument, option or subcommand and what is said of it.
  struct Entry {
    var label: String
    var help: String
  }

  let name: String
  let abstract: String
  let discussion: String
  let usage: String
  private(set) var sections: [Section] = []

  /// `root` is the command that all others are below, `parents` what stands before the command's own
  /// name.
  init(
    _ command: any ParsableCommand.Type,
    of root: any ParsableCommand.Type,
    below parents: String = ""
  ) {
    let configuration = command.configuration
    name = parents + (configuration.commandName ?? "")
    abstract = configuration.abstract
    discussion = configuration.discussion
    usage = String(root.usageString(for: command, includeHidden: false).drop { $0 == " " })
    // Wide enough that nothing is wrapped, so that each entry is one line or two.
    let screen = root.helpMessage(for: command, columns: 10_000)
    for line in screen.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasSuffix(":"), line == line.uppercased() {
        sections.append(Section(title: String(line.dropLast())))
      } else if !sections.isEmpty, line.hasPrefix("  ") {
        take(line)
      }
    }
  }

  private mutating func take(_ line: Substring) {
    let last = sections.count - 1
    let text = line.drop { $0 == " " }
    let indent = line.count - text.count
    if indent > 2 {
      let entry = sections[last].entries.count - 1
      guard entry >= 0 else { return }
      let help = sections[last].entries[entry].help
      sections[last].entries[entry].help = help.isEmpty ? String(text) : help + " " + text
    } else if let gap = Self.gap(in: text) {
      let help = text[gap...].drop { $0 == " " }
      sections[last].entries.append(Entry(label: String(text[..<gap]), help: String(help)))
    } else {
      sections[last].entries.append(Entry(label: String(text), help: ""))
    }
  }

  /// Where two blanks stand together, behind the label.
  private static func gap(in text: Substring) -> Substring.Index? {
    zip(text.indices, text.indices.dropFirst()).first { text[$0] == " " && text[$1] == " " }?.0
  }

  /// A command and all below it, each before those below itself.
  static func all(of root: any ParsableCommand.Type) -> [HelpScreen] {
    screens(root, of: root, below: "")
  }

  private static func screens(
    _ command: any ParsableCommand.Type,
    of root: any ParsableCommand.Type,
    below parents: String
  ) -> [HelpScreen] {
    let screen = HelpScreen(command, of: root, below: parents)
    let shown = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    return [screen] + shown.flatMap { screens($0, of: root, below: screen.name + " ") }
  }
}

import ArgumentParser
internal import SwpipeCore

/// `swpipe list`: the components that a spec may name.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the transforms, sources, sinks, resources and actions that a spec may name.",
    discussion: """
      Examples:
        swpipe list
        swpipe list transforms | grep text
        swpipe explain text.replace                all about one of them
      """
  )

  /// What is listed.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case transforms
    case sources
    case sinks
    case resources
    case actions

    /// The components of this kind, in the order of the reference page.
    var definitions: [Definition] {
      Components.all.filter { definition in
        switch (self, definition.role) {
        case (.transforms, .transform), (.sources, .source), (.sinks, .sink),
          (.resources, .resource), (.actions, .action):
          true
        default: false
        }
      }
    }
  }

  @ArgumentParser.Argument(help: "What to list; everything if nothing is named.")
  var subject: Subject?

  func run() {
    releaseSignals()
    if let subject {
      if subject.definitions.isEmpty {
        StandardError.write("there are no \(subject.rawValue) yet\n")
      }
      StandardOutput.write(Self.table(subject.definitions).text())
      return
    }
    let paint = Paint(isOn: StandardOutput.showsColour)
    let parts = Subject.allCases.filter { !$0.definitions.isEmpty }.map { subject in
      paint.title(subject.rawValue) + "\n" + Self.table(subject.definitions).text(indent: "  ")
    }
    StandardOutput.write(parts.joined(separator: "\n"))
  }

  private static func table(_ definitions: [Definition]) -> Table {
    var table = Table()
    for definition in definitions {
      if case .transform(let role) = definition.role {
        let operators = role.operators.map(\.rawValue).joined(separator: ", ")
        table.add(definition.name, operators, definition.summary)
      } else {
        table.add(definition.name, definition.summary)
      }
    }
    return table
  }
}

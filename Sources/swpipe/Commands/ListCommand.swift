import ArgumentParser
internal import SwpipeCore

/// `swpipe list`: the components that a spec may name.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the transforms, sources, sinks, resources and actions that a spec may name.",
    discussion: """
      Transforms of installed plugins are listed too, and with `--spec` those of the plugins that a spec \
      declares; the plugin stands in brackets behind them.

      Examples:
        swpipe list
        swpipe list transforms | grep text
        swpipe list --spec spec.yaml               with the spec's own plugins
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

  @OptionGroup var spec: SpecPluginOptions

  func run() throws {
    releaseSignals()
    if let subject {
      let table = try table(of: subject)
      if table.isEmpty { StandardError.write("there are no \(subject.rawValue) yet\n") }
      StandardOutput.write(table.text())
      return
    }
    let paint = Paint(isOn: StandardOutput.showsColour)
    var parts: [String] = []
    for subject in Subject.allCases {
      let table = try table(of: subject)
      if !table.isEmpty {
        parts.append(paint.title(subject.rawValue) + "\n" + table.text(indent: "  "))
      }
    }
    StandardOutput.write(parts.joined(separator: "\n"))
  }

  private func table(of subject: Subject) throws -> Table {
    var table = Table()
    for definition in subject.definitions { Self.add(definition, nil, to: &table) }
    if subject == .transforms {
      for offered in PluginComponent.all(of: try spec.plugins()) {
        Self.add(offered.definition, offered.plugin, to: &table)
      }
    }
    return table
  }

  private static func add(_ definition: Definition, _ plugin: String?, to table: inout Table) {
    let summary = definition.summary + (plugin.map { " (\($0))" } ?? "")
    if case .transform(let role) = definition.role {
      let operators = role.operators.map(\.rawValue).joined(separator: ", ")
      table.add(definition.name, operators, summary)
    } else {
      table.add(definition.name, summary)
    }
  }
}

import ArgumentParser

/// `swpipe plugin`: what people need who write plugins.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "Begins, describes and tests plugins.",
    discussion: """
      A plugin gives specs transforms of your own, in any language: see docs/plugins.md.

      Examples:
        swpipe plugin new score --language python
        swpipe plugin describe score.py
        swpipe plugin test score.py
      """,
    subcommands: [PluginNewCommand.self, PluginDescribeCommand.self, PluginTestCommand.self]
  )
}

import ArgumentParser
internal import SwpipeCore
internal import SwpipePlugins

/// The plugin that a command line names.
struct PluginWords: ParsableArguments {
  @ArgumentParser.Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "The plugin: a shared library, a Python file, or a program and its arguments, behind `--` where "
        + "they are options of this command as well.",
      valueName: "plugin"
    ),
    completion: .file()
  )
  var words: [String]

  /// What it comes to; that it is none ends the command.
  func program() throws(CommandEnd) -> PluginProgram {
    // The parser leaves the sign in that ends this command's own options.
    let words = words.first == "--" ? Array(words.dropFirst()) : words
    do throws(PluginProblem) {
      return try Components.plugins.program(of: words)
    } catch {
      throw PluginWords.end(error)
    }
  }

  /// The end of a command that cannot use a plugin.
  static func end(_ problem: PluginProblem) -> CommandEnd {
    CommandEnd(.resource, "the plugin cannot be used: \(problem.message)", help: problem.help)
  }
}

import ArgumentParser
internal import SwpipePlugins
internal import SwpipeSpec

/// `--plugins` and `--no-plugins`, for commands that look at specs and run nothing else of them.
struct PluginOptions: ParsableArguments {
  static let ask = CommandOption(
    name: "plugins",
    help: "Start the plugins and ask what they offer, also those of another user's spec."
  )
  static let trust = CommandOption(
    name: "no-plugins",
    help: "Start no plugin; take what they offer, and its arguments, on trust."
  )

  @Flag(PluginOptions.ask)
  var plugins = false

  @Flag(PluginOptions.trust)
  var noPlugins = false

  func validate() throws {
    if plugins, noPlugins {
      throw ValidationError("`--plugins` and `--no-plugins` contradict each other")
    }
  }

  /// Both together.
  var policy: PluginPolicy { plugins ? .ask : noPlugins ? .trust : .askOwn }
}

/// Whether the plugins of specs are started to ask what they offer, which runs their code.
enum PluginPolicy {
  /// Only where the spec belongs to the user or to root.
  case askOwn
  case ask
  case trust

  /// Puts it into the options that a file is loaded with.
  func apply(to options: inout SpecOptions, for file: SpecFile) {
    options.plugins = self == .trust ? nil : Components.plugins
    options.isForeign = self == .askOwn && file.isForeign
  }
}

import ArgumentParser
internal import SwpipeCore
internal import SwpipePlugins
internal import SwpipeSpec

/// `--spec`, which brings the plugins of a spec to commands that need nothing else of it.
struct SpecPluginOptions: ParsableArguments {
  @Option(
    help: "A spec whose plugins are asked as well.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var spec: String?

  @OptionGroup var policy: PluginOptions
  @OptionGroup var variables: VariableOptions

  /// The plugins that the spec declares, then the installed ones; one of the spec that cannot be used
  /// ends the command.
  func plugins() throws(CommandEnd) -> [PluginPlan] {
    let installed = policy.policy == .trust ? [] : Components.plugins.allInstalled.map(\.plan)
    return try declared() + installed
  }

  private func declared() throws(CommandEnd) -> [PluginPlan] {
    guard let spec else { return [] }
    let file = SpecFile.read(spec)
    var options = SpecOptions(catalog: Components.catalog, mode: .validate)
    try variables.settings.apply(to: &options)
    policy.policy.apply(to: &options, for: file)
    let (plugins, found) =
      file.problems.isEmpty
      ? Spec.plugins(source: file.source, options: options) : ([], file.problems)
    guard found.contains(where: { $0.severity == .error }) else {
      StandardError.write(DiagnosticRenderer(format: .short).render(found))
      return plugins
    }
    let renderer = DiagnosticRenderer(format: .human, colour: StandardError.showsColour)
    StandardError.write(renderer.render(found))
    throw CommandEnd(found.contains { $0.code == .fileUnreadable } ? .input : .spec)
  }
}

internal import SwpipeCore
internal import SwpipeSpec

/// The way from a path to a plan, for the commands that need one.
enum SpecReading {
  /// The plan of a spec, and the secrets that it refers to; without a plan the findings are printed and
  /// the command ends.
  ///
  /// Warnings are printed too, a line each: they must not bury what the command itself says.
  ///
  /// Where `plugins` is nil, those that the options name are asked.
  static func read(
    _ path: String,
    _ options: SpecOptions,
    _ variables: VariableSettings,
    plugins: PluginPolicy? = nil,
    showsWarnings: Bool
  ) throws(CommandEnd) -> (plan: Plan, secrets: Secrets) {
    let file = SpecFile.read(path)
    var options = options
    try variables.apply(to: &options)
    plugins?.apply(to: &options, for: file)
    let result = file.load(options)
    if showsWarnings {
      for line in variables.unused(in: result.variables) { StandardError.write(line) }
    }
    if result.hasErrors {
      let renderer = DiagnosticRenderer(format: .human, colour: StandardError.showsColour)
      StandardError.write(renderer.render(result.diagnostics))
      throw CommandEnd(status(of: result.diagnostics))
    }
    if showsWarnings {
      StandardError.write(DiagnosticRenderer(format: .short).render(result.diagnostics))
    }
    guard let plan = result.plan else {
      if result.diagnostics.contains(where: { $0.code == .pluginsNotAsked }) || plugins == .trust {
        throw CommandEnd(
          .spec,
          "the plan needs what the plugins of the spec offer",
          help: "`--plugins` starts them and asks"
        )
      }
      throw CommandEnd(
        .spec,
        "the spec needs values that are not known here",
        help: "give them with `--set NAME=value` or in the environment"
      )
    }
    return (plan, result.secrets)
  }

  /// 66 if a file could not be read, else 78.
  private static func status(of diagnostics: [Diagnostic]) -> ExitStatus {
    diagnostics.contains { $0.code == .fileUnreadable } ? .input : .spec
  }
}

internal import SwpipeCore
internal import SwpipeSpec

/// The way from a path to a plan, for the commands that need one.
enum SpecReading {
  /// The plan of a spec; without one the findings are printed and the command ends.
  ///
  /// Warnings are printed too, a line each: they must not bury what the command itself says.
  static func plan(
    _ path: String,
    _ options: SpecOptions,
    set assignments: [String],
    showsWarnings: Bool
  ) throws(CommandEnd) -> Plan {
    let result = SpecFile.read(path).load(options)
    if showsWarnings {
      for line in VariableOptions.unused(assignments, in: result.variables) {
        StandardError.write(line)
      }
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
      throw CommandEnd(
        .spec,
        "the spec needs values that are not known here",
        help: "give them with `--set NAME=value` or in the environment"
      )
    }
    return plan
  }

  /// 66 if a file could not be read, else 78.
  private static func status(of diagnostics: [Diagnostic]) -> ExitStatus {
    diagnostics.contains { $0.code == .fileUnreadable } ? .input : .spec
  }
}

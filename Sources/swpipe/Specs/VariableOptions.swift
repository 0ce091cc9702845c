import ArgumentParser

/// `--set NAME=value` and `--secrets FILE`, which all commands share that read a spec.
struct VariableOptions: ParsableArguments {
  static let set = CommandOption(
    name: "set",
    help: "Gives ${NAME} in the spec a value; may be repeated, and goes before the environment.",
    valueName: "NAME=value"
  )

  static let secrets = CommandOption(
    name: "secrets",
    help: "Reads NAME=value lines, which give ${NAME} a value that is shown nowhere.",
    valueName: "file"
  )

  @Option(VariableOptions.set)
  var assignments: [String] = []

  @Option(VariableOptions.secrets, completion: .file())
  var secrets: String?

  func validate() throws {
    for assignment in assignments {
      guard VariableSettings.isAssignment(assignment) else {
        throw ValidationError(
          "`--set \(assignment)` is not of the form NAME=value, with a name of letters, digits and `_`"
        )
      }
    }
  }

  /// All of them.
  var settings: VariableSettings {
    VariableSettings(assignments: assignments, secretsPath: secrets)
  }
}

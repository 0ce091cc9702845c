import ArgumentParser
private import SwpipeCore
private import SwpipeSystem

/// `--set NAME=value`, which all commands share that read a spec.
struct VariableOptions: ParsableArguments {
  static let set = CommandOption(
    name: "set",
    help: "Gives ${NAME} in the spec a value; may be repeated, and goes before the environment.",
    valueName: "NAME=value"
  )

  @Option(VariableOptions.set)
  var assignments: [String] = []

  func validate() throws {
    for assignment in assignments {
      guard VariableOptions.isAssignment(assignment) else {
        throw ValidationError(
          "`--set \(assignment)` is not of the form NAME=value, with a name of letters, digits and `_`"
        )
      }
    }
  }

  /// Whether a text has the form NAME=value.
  static func isAssignment(_ text: String) -> Bool {
    split(text).map { isName($0.name) } ?? false
  }

  /// The environment with the assignments put over it.
  var values: [String: String] { VariableOptions.values(with: assignments) }

  /// The environment with assignments, each of the form NAME=value, put over it.
  static func values(with assignments: [String]) -> [String: String] {
    var values = environment()
    for assignment in assignments {
      if let (name, value) = split(assignment) { values[name] = value }
    }
    return values
  }

  /// A line for each assignment that no spec has a variable for; none if a spec could not be read.
  static func unused(_ assignments: [String], in variables: Set<String>?) -> [String] {
    guard let variables else { return [] }
    let names = assignments.compactMap { split($0)?.name }
    return names.filter { !variables.contains($0) }.map { name in
      let near = DidYouMean.suggestion(for: name, among: variables.sorted())
      let help = near.map { "; did you mean `${\($0)}`?" } ?? ""
      return
        "warning: `--set \(name)=…` has no effect, there is no `${\(name)}` in the spec\(help)\n"
    }
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    for entry in ProcessEnvironment.all {
      if let (name, value) = split(entry) { values[name] = value }
    }
    return values
  }

  private static func split(_ line: String) -> (name: String, value: String)? {
    guard let sign = line.firstIndex(of: "=") else { return nil }
    return (String(line[..<sign]), String(line[line.index(after: sign)...]))
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
    }
  }
}

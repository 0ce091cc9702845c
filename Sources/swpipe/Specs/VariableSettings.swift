internal import SwpipeCore
internal import SwpipeSpec
private import SwpipeSystem

/// Where the values of a spec's variables come from: the environment, a file of secrets, the command line.
struct VariableSettings {
  /// Each of the form NAME=value; goes before the rest.
  var assignments: [String] = []
  /// A file of secrets; nil for none.
  var secretsPath: String?

  /// Puts the variables into the options that a spec is loaded with; a file that cannot be read ends the command.
  func apply(to options: inout SpecOptions) throws(CommandEnd) {
    options.variables = Self.environment()
    if let secretsPath {
      for (name, value) in try SecretsFile.read(secretsPath) {
        options.variables[name] = value
        options.secretNames.insert(name)
      }
    }
    for assignment in assignments {
      if let (name, value) = Self.split(assignment) { options.variables[name] = value }
    }
  }

  /// Whether a text has the form NAME=value.
  static func isAssignment(_ text: String) -> Bool {
    split(text).map { isName($0.name) } ?? false
  }

  /// A line for each assignment that no spec has a variable for; none if a spec could not be read.
  func unused(in variables: Set<String>?) -> [String] {
    guard let variables else { return [] }
    let names = assignments.compactMap { Self.split($0)?.name }
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

  static func split(_ line: String) -> (name: String, value: String)? {
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

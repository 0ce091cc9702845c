import ArgumentParser
private import CLinux

/// `--set NAME=value`, which all commands share that read a spec.
struct VariableOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Gives ${NAME} in the spec a value; may be repeated, and goes before the environment.",
      valueName: "NAME=value"
    )
  )
  var assignments: [String] = []

  func validate() throws {
    for assignment in assignments {
      guard let (name, _) = VariableOptions.split(assignment), VariableOptions.isName(name) else {
        throw ValidationError(
          "`--set \(assignment)` is not of the form NAME=value, with a name of letters, digits and `_`"
        )
      }
    }
  }

  /// The environment with the assignments put over it.
  var values: [String: String] {
    var values = VariableOptions.environment()
    for assignment in assignments {
      if let (name, value) = VariableOptions.split(assignment) { values[name] = value }
    }
    return values
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    guard var entry = swp_environment() else { return values }
    while let line = entry.pointee {
      if let (name, value) = split(String(cString: line)) { values[name] = value }
      entry += 1
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

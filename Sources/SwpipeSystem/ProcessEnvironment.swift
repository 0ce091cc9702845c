private import CLinux
private import Glibc

/// What this process is and sees: its variables, as `NAME=value`, and its number.
package enum ProcessEnvironment {
  /// Its process id.
  package static var processNumber: Int32 { getpid() }

  package static var all: [String] {
    var entries: [String] = []
    guard let environment = swp_environment() else { return [] }
    var position = 0
    while let entry = environment[position] {
      entries.append(String(cString: entry))
      position += 1
    }
    return entries
  }

  /// All of them, with some set to other values.
  package static func setting(_ variables: [(name: String, value: String)]) -> [String] {
    let kept = all.filter { entry in !variables.contains { entry.hasPrefix($0.name + "=") } }
    return kept + variables.map { "\($0.name)=\($0.value)" }
  }
}

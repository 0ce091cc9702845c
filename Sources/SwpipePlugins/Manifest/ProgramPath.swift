private import Glibc
package import SwpipeCore

/// Finds programs as execvp(3) does, before they are started, so that a missing one is a clear error.
package enum ProgramPath {
  /// The path of the program that a command names.
  package static func find(_ words: [String]) throws(PluginProblem) -> String {
    guard let program = words.first, !program.isEmpty else {
      throw PluginProblem(message: "the command of a plugin is empty")
    }
    guard words.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw PluginProblem(message: "a command cannot have a NUL byte in it")
    }
    if program.utf8.contains(UInt8(ascii: "/")) {
      if isProgram(program) { return program }
      if isLine(words) {
        throw PluginProblem(
          message: "there is no file `\(program)`",
          help: lineHelp
        )
      }
      let why = access(program, F_OK) == 0 ? "it is not executable" : "there is no such file"
      throw PluginProblem(
        message: "cannot run `\(program)`: \(why)",
        help: access(program, F_OK) == 0 ? "`chmod +x \(program)` makes it so" : nil
      )
    }
    let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    for folder in search.split(separator: ":", omittingEmptySubsequences: false) {
      let path = folder.isEmpty ? program : "\(folder)/\(program)"
      if isProgram(path) { return path }
    }
    throw PluginProblem(
      message: "there is no program `\(program)` in the folders of PATH",
      help: isLine(words) ? lineHelp : nil
    )
  }

  private static let lineHelp = "the program and its arguments are a list: [program, argument]"

  /// Whether a whole command line stands where a program is due.
  private static func isLine(_ words: [String]) -> Bool {
    words.count == 1 && words[0].utf8.contains(UInt8(ascii: " "))
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}

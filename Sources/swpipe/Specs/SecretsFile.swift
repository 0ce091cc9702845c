internal import SwpipeCore
private import SwpipeSystem

/// A file of secrets: a line `NAME=value` for each, empty lines, and comments that begin with `#`.
///
/// A value is all that stands behind the sign, blanks and quotes too. What is wrong with a line is said
/// without the line.
enum SecretsFile {
  /// The names and values, the last one of a name; a file that is none ends the command.
  static func read(_ path: String) throws(CommandEnd) -> [(name: String, value: String)] {
    let (bytes, number) = SpecFile.bytes(of: path)
    guard number == 0 else {
      throw CommandEnd(
        .input,
        "cannot read the secrets in \(path): \(SystemError(number).words)"
      )
    }
    var found: [(name: String, value: String)] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let isReturned = bytes.last == UInt8(ascii: "\r")
      guard let line = String(validating: isReturned ? bytes.dropLast() : bytes, as: UTF8.self)
      else {
        throw CommandEnd(.usage, "line \(index + 1) of \(path) is not UTF-8")
      }
      let isBlank = line.allSatisfy { $0 == " " || $0 == "\t" }
      guard !isBlank, line.first != "#" else { continue }
      guard VariableSettings.isAssignment(line), let entry = VariableSettings.split(line) else {
        throw CommandEnd(
          .usage,
          "line \(index + 1) of \(path) is not of the form NAME=value, with a name of letters, digits and `_`",
          help:
            "the line is not shown, because it may hold a secret; there is nothing before the name, not even `export`"
        )
      }
      found.append(entry)
    }
    return found
  }
}

internal import SwpipeCore

/// Checks that `to_csv` and `from_csv` share.
enum CSVDelimiter {
  static func problems(_ text: String, _ parameter: String) -> [ArgumentProblem] {
    let bytes = Array(text.utf8)
    let isFine =
      bytes.count == 1 && bytes[0] < 0x80 && bytes[0] != UInt8(ascii: "\"")
      && bytes[0] != UInt8(ascii: "\n") && bytes[0] != UInt8(ascii: "\r")
    guard !isFine else { return [] }
    return [
      ArgumentProblem(
        parameter: parameter,
        message: "a delimiter is one ASCII character, neither a quote nor a line break",
        help: #"such as `delimiter: ';'` or `delimiter: "\t"`"#
      )
    ]
  }

  static func problems(ofColumns names: [String], _ parameter: String) -> [ArgumentProblem] {
    if names.isEmpty {
      return [ArgumentProblem(parameter: parameter, message: "the list is empty")]
    }
    for (position, name) in names.enumerated() where names[..<position].contains(name) {
      return [ArgumentProblem(parameter: parameter, message: "`\(name)` is in the list twice")]
    }
    return []
  }
}

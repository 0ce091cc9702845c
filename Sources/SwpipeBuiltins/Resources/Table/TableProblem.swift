internal import SwpipeCore

/// What is wrong with a table, and at which of its bytes.
struct TableProblem: Error {
  var offset: Int
  /// One sentence without a final full stop.
  var message: String
  var help: String?

  init(_ message: String, at offset: Int, help: String? = nil) {
    self.offset = offset
    self.message = message
    self.help = help
  }

  init(_ problem: JSONProblem) {
    self.init("\(problem.reason)", at: problem.offset)
  }

  /// The failure of the load, which names the line.
  func failure(of name: String, _ bytes: Span<UInt8>) -> RunFailure {
    RunFailure(
      .resource,
      "cannot load the table \(name): line \(TableProblem.line(of: offset, in: bytes)): \(message)",
      help: help
    )
  }

  /// The line of a byte, from 1.
  static func line(of offset: Int, in bytes: Span<UInt8>) -> Int {
    var line = 1
    for position in 0..<min(offset, bytes.count) where bytes[position] == UInt8(ascii: "\n") {
      line += 1
    }
    return line
  }
}

internal import SwpipeCore

/// What is wrong with a table, and at which of its bytes.
struct TableProblem: Error {
  var offset: Int
  /// One sentence without a final full stop; without its subject where `isOfField`.
  var message: String
  var help: String?
  /// Whether the message still lacks the name of the field that it is about.
  private var isOfField = false
  /// Whether a quote is open at the end of the bytes, so that nobody knows where the row should have ended.
  var isOpenQuote = false

  init(_ message: String, at offset: Int, help: String? = nil) {
    self.offset = offset
    self.message = message
    self.help = help
  }

  init(_ problem: JSONProblem) {
    self.init("\(problem.reason)", at: problem.offset)
  }

  /// A problem of one field.
  ///
  /// The caller, which knows the field's name, adds it with `naming`.
  static func ofField(_ message: String, at offset: Int, help: String? = nil) -> TableProblem {
    var problem = TableProblem(message, at: offset, help: help)
    problem.isOfField = true
    return problem
  }

  /// A quoted field that goes on to the end of the input.
  static func openQuote(at offset: Int) -> TableProblem {
    var problem = TableProblem(
      "the quoted field that begins here never ends",
      at: offset,
      help: "a quote within a quoted field is written twice; where quotes mean nothing, say "
        + "`quote: none`"
    )
    problem.isOpenQuote = true
    return problem
  }

  /// The problem with the field's name as the subject of its sentence.
  func naming(_ field: String) -> TableProblem {
    isOfField ? TableProblem("\(field) \(message)", at: offset, help: help) : self
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
    1 + newlines(in: bytes, 0..<min(offset, bytes.count))
  }

  /// How many lines end within a part of the bytes.
  static func newlines(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for position in range where bytes[position] == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}

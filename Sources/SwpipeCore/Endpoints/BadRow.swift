/// A row of an input that is none, as a value: the source goes on behind it, and its `on_error` says what
/// becomes of it.
package struct BadRow: Error, Sendable {
  /// The columns that a row is held against, where the input itself says them.
  package enum Columns: Hashable, Sendable {
    case names([String])
    /// They have no names; how many there are.
    case count(Int)
  }

  /// One sentence without a final full stop.
  package var message: String
  package var help: String?
  /// The file, and the line that the message is about.
  package var place: InputPlace
  /// The first of its lines, from 1.
  package var firstLine: Int
  /// How many lines it takes.
  package var lineCount: Int
  /// The whole row as it stands in the file, without the line break that ends it.
  package var bytes: [UInt8]
  /// What a later reader of the row alone has to know.
  package var columns: Columns?

  package init(
    message: String,
    help: String? = nil,
    place: InputPlace,
    firstLine: Int,
    lineCount: Int,
    bytes: [UInt8],
    columns: Columns? = nil
  ) {
    self.message = message
    self.help = help
    self.place = place
    self.firstLine = firstLine
    self.lineCount = lineCount
    self.bytes = bytes
    self.columns = columns
  }

  /// Where the row begins.
  package var start: InputPlace { InputPlace(file: place.file, line: firstLine) }

  /// The message for a reader who sees where the row begins, and not `place`.
  package var wholeMessage: String {
    guard lineCount > 1, let line = place.line else { return message }
    return "\(message) (in line \(line); the row takes lines \(firstLine) to "
      + "\(firstLine + lineCount - 1))"
  }
}

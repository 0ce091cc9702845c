/// A place that outlives its text: what plans, run failures and reports carry.
package struct SourcePlace: Hashable, Sendable, Codable, CustomStringConvertible {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, which editors and terminals turn into a link.
  package var description: String { "\(file):\(line):\(column)" }
}

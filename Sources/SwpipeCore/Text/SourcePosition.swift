/// A place in a text as a person counts: line and column from 1, columns in characters.
package struct SourcePosition: Hashable, Sendable, Codable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

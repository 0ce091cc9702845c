/// Where an element came from in an input.
package struct InputPlace: Hashable, Sendable, Codable {
  /// The path as given, or `standard input`.
  package var file: String
  /// From 1; nil where the source has no lines.
  package var line: Int?
  /// False where the line is only about right, see `InputPlaces`.
  package var isExact: Bool

  package init(file: String, line: Int?, isExact: Bool = true) {
    self.file = file
    self.line = line
    self.isExact = isExact
  }
}

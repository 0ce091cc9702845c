/// What a sink is made with.
package struct SinkContext: Sendable {
  package var id: String
  /// Paths that sources read, so that a sink can refuse to write one of them.
  package var inputPaths: [String]

  package init(id: String, inputPaths: [String]) {
    self.id = id
    self.inputPaths = inputPaths
  }
}

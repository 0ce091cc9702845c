/// What a sink is made with.
package struct SinkContext: Sendable {
  package var id: String
  /// Paths that sources read, so that a sink can refuse to write one of them.
  package var inputPaths: [String]
  /// Whether each element is worth keeping whatever comes of the run, as dead letters are: then it has
  /// to be there as soon as it is written.
  package var keepsEachElement: Bool
  /// Where the sink says what a user should know of an output that is not what was asked for.
  package var log: any LogWriter

  package init(
    id: String,
    inputPaths: [String],
    keepsEachElement: Bool = false,
    log: any LogWriter
  ) {
    self.id = id
    self.inputPaths = inputPaths
    self.keepsEachElement = keepsEachElement
    self.log = log
  }
}

/// What a definition's own check has against an argument.
package struct ArgumentProblem: Sendable {
  /// The parameter it is about; the diagnostic points at its argument, or at the component.
  package var parameter: String?
  /// UTF-8 offsets within a text argument, where the problem is narrower than the whole.
  package var range: Range<Int>?
  /// One sentence without a final full stop.
  package var message: String
  package var help: String?
  /// Whether the argument may stand as it is, though it is most likely meant otherwise.
  package var isWarning: Bool

  package init(
    parameter: String? = nil,
    range: Range<Int>? = nil,
    message: String,
    help: String? = nil,
    isWarning: Bool = false
  ) {
    self.parameter = parameter
    self.range = range
    self.message = message
    self.help = help
    self.isWarning = isWarning
  }
}

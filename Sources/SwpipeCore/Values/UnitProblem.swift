/// Why a text is no number with a unit.
package struct UnitProblem: Error {
  /// The part of the text that is wrong, in UTF-8 offsets, where that is narrower than the whole.
  package var range: Range<Int>?
  package var help: String

  package init(range: Range<Int>? = nil, help: String) {
    self.range = range
    self.help = help
  }
}

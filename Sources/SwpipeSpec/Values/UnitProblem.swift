/// Why a text is no number with a unit.
struct UnitProblem: Error {
  /// The part of the text that is wrong, in UTF-8 offsets, where that is narrower than the whole.
  var range: Range<Int>?
  var help: String
}

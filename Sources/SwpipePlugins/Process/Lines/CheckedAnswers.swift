/// Answers of a filter that are as many as were asked for, one for each element from one on.
struct CheckedAnswers {
  /// Where they stand, at the beginning.
  let buffer: ReceiveBuffer
  let lines: CountedLines
  /// The one that is handed on next.
  var next = 0
}

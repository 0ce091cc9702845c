internal import SwpipeCore

/// The advice for a program that answers some lines by none, as `grep` does.
enum LeftOutLine {
  /// What its user can do in place of it, as the end of a sentence.
  static func wayOut(_ work: Operator) -> String {
    let filter =
      work == .filter
      ? "let it write `true` or `false` for each line"
      : "let it write `true` or `false` for each line in a `filter`"
    return "if it leaves lines out, as `grep` does, use `filter: text.matches` or "
      + "`filter: text.contains` in its place, or \(filter), or use it in a `flat_map` and let it "
      + "end each answer, also an empty one, by the line that `end: TEXT` names"
  }
}

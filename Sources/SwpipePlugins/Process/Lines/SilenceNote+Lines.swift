internal import SwpipeCore

extension SilenceNote {
  /// What is said of a filter of lines that is silent; `end` is the line that ends each of its answers.
  static func lines(_ words: [String], end: String? = nil, _ work: Operator) -> SilenceNote {
    let filter = "`\(words.joined(separator: " "))`"
    let due =
      end.map { "the line `\($0)` behind its answer to each line" } ?? "one line for each line"
    let wayOut = end == nil ? "; \(LeftOutLine.wayOut(work))" : ""
    return SilenceNote(
      first: "\(filter) has not answered its first line for 5 seconds; a filter must write each "
        + "line at once, as with `sed -u`, `stdbuf -oL` or `mawk -W interactive`, and \(due)"
        + wayOut,
      later: "\(filter) has not answered a line for 5 seconds; a filter must write \(due), "
        + "and `timeout` bounds how long that may take"
        + wayOut
    )
  }
}

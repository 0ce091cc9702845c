internal import SwpipeCore
internal import SwpipeEngine

/// What a run did, in one line.
enum RunSummary {
  /// The line that a run ends with that a signal ended.
  static func line(_ report: RunReport) -> String {
    let word = report.exit == .interrupted ? "interrupted" : "terminated"
    return "\(word) after \(Seconds.text(report.seconds)): \(report.elementsIn) elements in, "
      + "\(report.elementsOut) out, \(report.total(\.abandoned)) abandoned\n"
  }

  /// The line that a run ends with that left dead letters.
  static func deadLetters(_ report: RunReport) -> String {
    "\(report.deadLetters) elements failed and are in the dead letters; "
      + "`swpipe replay` runs them again\n"
  }
}

internal import SwpipeCore
internal import SwpipeEngine

/// What a run did, in one line.
enum RunSummary {
  /// The line that a run ends with that a signal ended.
  static func line(_ report: RunReport) -> String {
    let word = report.exit == .interrupted ? "interrupted" : "terminated"
    return
      "\(word) after \(Seconds.text(report.seconds)): \(Counted.text(report.elementsIn, "element")) in, "
      + "\(report.elementsOut) out, \(report.total(\.abandoned)) abandoned\n"
  }

  /// The characters of a reason past which it is cut.
  private static let longest = 300

  /// A line for each source and stage that skipped elements.
  static func skipped(_ report: RunReport) -> String {
    let sources = report.sources.map { ($0.id, $0.counts, $0.firstSkipped) }
    let stages = report.stages.map { ($0.id, $0.counts, $0.firstSkipped) }
    return (sources + stages).map { id, counts, first in
      guard let first else { return "" }
      // Of a part of a secret nobody would know whose it is.
      let line = Redaction.text(first.message).split(whereSeparator: \.isNewline).first ?? ""
      let reason = line.count > longest ? line.prefix(longest) + "…" : line
      let place = first.input.map { " (\(FailureText.place($0)))" } ?? ""
      return
        "warning: \(id): \(counts.skipped) of \(Counted.text(counts.settled, "element")) failed and "
        + "\(counts.skipped == 1 ? "was" : "were") skipped; the first: \(Printable.line(String(reason)))\(place)\n"
    }
    .joined()
  }

  /// The line that a run ends with that left dead letters.
  static func deadLetters(_ report: RunReport) -> String {
    let isOne = report.deadLetters == 1
    return
      "\(Counted.text(report.deadLetters, "element")) failed and \(isOne ? "is" : "are") in the "
      + "dead letters; `swpipe replay` runs \(isOne ? "it" : "them") again\n"
  }
}

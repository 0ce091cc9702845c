internal import SwpipeCore
internal import SwpipeEngine

/// What people are told of the drain after a first signal.
enum DrainText {
  /// What a first signal begins: how much is under way, and how long it has.
  ///
  /// `drain` is in nanoseconds; 0 is without limit.
  static func beginning(elements count: Int, drain: Int64) -> String {
    let again = "; a second signal stops now"
    guard count > 0 else { return "ending" + again }
    let isOne = count == 1
    let begin =
      "draining: \(Counted.text(count, "element")) \(isOne ? "is" : "are") under way; "
      + (isOne ? "it has" : "they have")
    guard drain > 0 else { return begin + " as long as it takes" + again }
    let whole = Duration.text(nanoseconds: drain)
    let source = isOne ? "its source" : "their source"
    return begin + " up to \(whole), and \(part(of: drain)) to leave \(source)" + again
  }

  /// A line for each reason for which elements were given up.
  static func reasons(for report: RunReport, drain: Int64, hasRunOut: Bool) -> String {
    let rest = report.total(\.abandoned) - report.late
    var text = ""
    if report.late > 0 {
      text +=
        "\(givenUp(report.late)): no stage had room within \(part(of: drain)) of the first signal, a "
        + "tenth of the time to drain; a longer `--drain` gives more, and `--drain 0` as much as it takes\n"
    }
    if rest > 0 {
      let whole = Duration.text(nanoseconds: drain)
      text +=
        hasRunOut
        ? "\(givenUp(rest)): the time to drain, \(whole), was over; a longer `--drain` gives more\n"
        : "\(givenUp(rest)): a second signal came\n"
    }
    return text
  }

  /// How long what has been read may take to leave its source.
  private static func part(of drain: Int64) -> String { Duration.text(nanoseconds: drain / 10) }

  private static func givenUp(_ count: Int) -> String {
    "\(Counted.text(count, "element")) \(count == 1 ? "was" : "were") given up"
  }
}

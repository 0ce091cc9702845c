import ArgumentParser
internal import SwpipeEngine

/// The options of commands that run a plan.
struct RunOptions: ParsableArguments {
  static let report = CommandOption(
    name: "report",
    help: "Write a JSON report of the run to a file, `-` for standard error.",
    valueName: "file"
  )
  static let halt = CommandOption(
    name: "halt",
    help: """
      Stop with 65 when so many elements have failed, skipped ones included. fail=3 counts those of the whole run; \
      fail=0.5% is the share of what one source, stage or sink is done with, and takes at least three failures.
      """,
    valueName: "fail=N"
  )
  static let drain = CommandOption(
    name: "drain",
    help: """
      How long to drain after a first signal before stopping, and a tenth of that for what has not left \
      its source; 0 waits without limit. \
      (default: \(RunSettings.usualDrain))
      """
  )
  static let quiet = CommandOption(
    name: "quiet",
    letter: "q",
    help: "Print no warnings about the spec, notes or summaries; errors and the run's log stay."
  )

  @Option(RunOptions.report, completion: .file())
  var report: String?

  @Option(RunOptions.halt, transform: HaltLimit.parse)
  var halt: HaltLimit?

  @Option(RunOptions.drain, transform: TimeSpan.parse)
  var drain = RunSettings.usualDrain

  @Flag(RunOptions.quiet)
  var quiet = false

  /// All of them.
  var settings: RunSettings {
    RunSettings(report: report, halt: halt, drain: drain, isQuiet: quiet)
  }
}

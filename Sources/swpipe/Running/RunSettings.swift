internal import SwpipeEngine

/// How a plan is run, whatever the plan.
struct RunSettings {
  static let usualDrain = TimeSpan(nanoseconds: 30_000_000_000)

  /// Where the report is written; nil for nowhere, `-` for standard error.
  var report: String?
  var halt: HaltLimit?
  var drain = RunSettings.usualDrain
  /// Whether only errors are printed.
  var isQuiet = false
}

import ArgumentParser
internal import SwpipeEngine

/// The options of commands that run a plan.
struct RunOptions: ParsableArguments {
  private static let usualDrain = TimeSpan(nanoseconds: 30_000_000_000)

  @Option(
    help: ArgumentHelp(
      "Write a JSON report of the run to a file, `-` for standard error.",
      valueName: "file"
    ),
    completion: .file()
  )
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Stop when so many elements have failed, skipped ones included: fail=3 or fail=0.5%.",
      valueName: "fail=N"
    ),
    transform: HaltLimit.parse
  )
  var halt: HaltLimit?

  @Option(
    help: """
      How long to drain after a first signal before stopping; 0 waits without limit. \
      (default: \(RunOptions.usualDrain))
      """,
    transform: TimeSpan.parse
  )
  var drain = RunOptions.usualDrain

  @Flag(name: .shortAndLong, help: "Print errors only: no warnings, notes or summaries.")
  var quiet = false
}

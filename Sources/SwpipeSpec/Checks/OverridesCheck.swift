import SwpipeCore

/// Holds `--kind` and `--workers` against what can be done, and against each other.
struct OverridesCheck {
  let findings: Findings

  /// Reports them at the start of the spec, as they have no place in it.
  func run(_ overrides: SpecOptions.Overrides, at span: SourceSpan) {
    let start = SourceSpan(
      source: span.source,
      range: span.range.lowerBound..<span.range.lowerBound
    )
    if overrides.kind == .sync, let workers = overrides.workers {
      findings.error(
        .syncWithQueue,
        "`--kind sync` and `--workers \(workers)` contradict each other",
        at: start,
        help: "sync stages run in the workers that feed them and have none of their own"
      )
    }
    if let workers = overrides.workers, !(1...SpecParser.workerLimit).contains(Int64(workers)) {
      findings.error(
        .outOfRange,
        "`--workers` is \(workers), it must be from 1 to \(SpecParser.workerLimit)",
        at: start
      )
    }
  }
}

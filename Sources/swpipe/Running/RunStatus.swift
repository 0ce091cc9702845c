internal import SwpipeCore
internal import SwpipeEngine

/// The counts of a run that is under way, on one screen.
enum RunStatus {
  /// A line for the run and one for each stage.
  static func text(_ report: RunReport) -> String {
    var table = Table()
    table.add("stage", "operator", "workers", "in", "done", "filtered", "failed", "under way")
    for stage in report.stages {
      let counts = stage.counts
      let ended = counts.kept + counts.filtered + counts.failed + counts.skipped + counts.consumed
      table.add(
        stage.id,
        stage.work,
        (stage.kind.hasWorkers ? "\(stage.workers) " : "") + stage.kind.rawValue,
        "\(counts.arrived)",
        "\(counts.kept + counts.consumed)",
        "\(counts.filtered)",
        "\(counts.failed + counts.skipped)",
        "\(max(0, counts.arrived - ended))"
      )
    }
    let heading =
      "\(report.name): \(Seconds.text(report.seconds)), "
      + "\(Counted.text(report.elementsIn, "element")) in, \(report.elementsOut) out\n"
    return heading + table.text(indent: "  ")
  }
}

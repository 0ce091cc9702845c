internal import SwpipeCore
internal import SwpipeEngine
internal import SwpipeSpec

/// Writes the report of a run, as `--report` has it; docs/report.md describes each key.
enum RunReportJSON {
  /// One JSON object, indented, which ends in a newline.
  static func text(_ report: RunReport) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("name", report.name)
      writer.field("seconds") { $0.raw("\(report.seconds)") }
      writer.field("complete") { $0.raw(report.isComplete ? "true" : "false") }
      writer.field("exit", Int(report.exit.rawValue))
      writer.field("elements") { write(totals: report, to: &$0) }
      writer.field("dead_letters", report.deadLetters)
      writer.field("failure") { writer in
        if let failure = report.failure {
          write(failure, to: &writer)
        } else {
          writer.raw("null")
        }
      }
      writer.field("sources") { $0.list(report.sources, write) }
      writer.field("stages") { $0.list(report.stages, write) }
      writer.field("sinks") { $0.list(report.sinks, write) }
    }
    return writer.text + "\n"
  }

  private static func write(totals report: RunReport, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("in", report.elementsIn)
      writer.field("out", report.elementsOut)
      writer.field("filtered", report.total(\.filtered))
      writer.field("failed", report.total(\.failed))
      writer.field("skipped", report.total(\.skipped))
      writer.field("consumed", report.total(\.consumed))
      writer.field("abandoned", report.total(\.abandoned))
    }
  }

  private static func write(_ stage: RunReport.Stage, to writer: inout JSONWriter) {
    let counts = stage.counts
    writer.object { writer in
      writer.field("id", stage.id)
      writer.field("operator", stage.work)
      write("transform", stage.transform, to: &writer)
      writer.field("kind", stage.kind.rawValue)
      writer.field("workers", stage.workers)
      writer.field("maxsize", stage.maxsize)
      writer.field("in", counts.arrived)
      writer.field("kept", counts.kept)
      writer.field("emitted", counts.emitted)
      writer.field("filtered", counts.filtered)
      writer.field("failed", counts.failed)
      writer.field("skipped", counts.skipped)
      writer.field("consumed", counts.consumed)
      writer.field("abandoned", counts.abandoned)
      if !stage.routes.isEmpty {
        writer.field("routes") { writer in
          writer.object { writer in
            for (name, count) in zip(stage.routes, counts.routed) { writer.field(name, count) }
          }
        }
      }
      writer.field("busy_seconds") { $0.raw("\(stage.busySeconds)") }
      writer.field("max_queued", stage.maxQueued)
      writer.field("restarts", stage.restarts)
    }
  }

  private static func write(_ endpoint: RunReport.Endpoint, to writer: inout JSONWriter) {
    let counts = endpoint.counts
    writer.object { writer in
      writer.field("id", endpoint.id)
      writer.field("component", endpoint.component)
      writer.field("in", counts.arrived)
      writer.field("kept", counts.kept)
      writer.field("failed", counts.failed)
      writer.field("skipped", counts.skipped)
      writer.field("consumed", counts.consumed)
      writer.field("abandoned", counts.abandoned)
    }
  }

  private static func write(_ failure: RunFailure, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", Int(failure.status.rawValue))
      writer.field("message", failure.message)
      write("help", failure.help, to: &writer)
      write("stage", failure.stage, to: &writer)
      if let index = failure.elementIndex {
        writer.field("element_index") { writer in
          writer.list(index.numbers) { $1.raw(String($0)) }
        }
      }
      if let worker = failure.worker { writer.field("worker", worker.index) }
      if let input = failure.input {
        writer.field("input") { writer in
          writer.object { writer in
            writer.field("file", input.file)
            if let line = input.line { writer.field("line", line) }
            writer.field("is_exact") { $0.raw(input.isExact ? "true" : "false") }
          }
        }
      }
      write("spec", failure.place?.description, to: &writer)
    }
  }

  private static func write(_ name: String, _ text: String?, to writer: inout JSONWriter) {
    if let text { writer.field(name, text) } else { writer.field(name) { $0.raw("null") } }
  }
}

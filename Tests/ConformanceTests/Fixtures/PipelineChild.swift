import CommandSupport
import Testing

/// A run that is under way.
struct PipelineChild {
  let child: Child
  let folder: Folder

  /// Sends the rest of the input, closes it, and waits for the end.
  func finish(
    _ input: String = "",
    status: Int32? = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Pipeline {
    check(try await child.finish(Array(input.utf8)), status, sourceLocation)
  }

  /// Waits for the end with standard input left open.
  func end(
    status: Int32? = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Pipeline {
    check(try await child.end(), status, sourceLocation)
  }

  /// `status` is what the run must end with; nil where the test looks at that itself.
  private func check(_ outcome: Outcome, _ status: Int32?, _ sourceLocation: SourceLocation)
    -> Pipeline
  {
    if let status {
      #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    }
    let report = Report(folder.text("report.json") ?? "")
    #expect(!report.stages.isEmpty, "no report", sourceLocation: sourceLocation)
    #expect(report.problems == [], sourceLocation: sourceLocation)
    return Pipeline(outcome: outcome, report: report, folder: folder)
  }
}

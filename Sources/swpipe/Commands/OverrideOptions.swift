import ArgumentParser
internal import SwpipeCore
internal import SwpipeSpec

/// `--kind` and `--workers`, which stand in for what a spec leaves open.
struct OverrideOptions: ParsableArguments {
  static let kind = CommandOption(name: "kind", help: "The worker kind of stages that name none.")
  static let workers = CommandOption(
    name: "workers",
    help: "The number of workers of stages that name none."
  )

  @Option(OverrideOptions.kind)
  var kind: WorkerKind?

  @Option(OverrideOptions.workers, parsing: .unconditional)
  var workers: Int?

  func validate() throws {
    if let problem = OverrideOptions.problem(with: values) { throw ValidationError(problem) }
  }

  /// What is wrong with both together; nil where nothing is.
  static func problem(with values: SpecOptions.Overrides) -> String? {
    guard let workers = values.workers else { return nil }
    let most = SpecOptions.Overrides.mostWorkers
    guard (1...most).contains(workers) else {
      return "`--workers` is \(workers), it must be from 1 to \(most)"
    }
    guard values.kind?.hasWorkers != false else {
      return
        "`--kind sync` and `--workers \(workers)` contradict each other: sync stages run in the workers "
        + "that feed them and have none of their own"
    }
    return nil
  }

  /// Both together.
  var values: SpecOptions.Overrides { SpecOptions.Overrides(kind: kind, workers: workers) }
}

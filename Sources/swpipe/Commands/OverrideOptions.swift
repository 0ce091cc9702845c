import ArgumentParser
internal import SwpipeCore
internal import SwpipeSpec

/// `--kind` and `--workers`, which stand in for what a spec leaves open.
struct OverrideOptions: ParsableArguments {
  @Option(help: "The worker kind of stages that name none.")
  var kind: WorkerKind?

  @Option(parsing: .unconditional, help: "The number of workers of stages that name none.")
  var workers: Int?

  func validate() throws {
    guard let workers else { return }
    let most = SpecOptions.Overrides.mostWorkers
    guard (1...most).contains(workers) else {
      throw ValidationError("`--workers` is \(workers), it must be from 1 to \(most)")
    }
    if kind == .sync {
      throw ValidationError(
        "`--kind sync` and `--workers \(workers)` contradict each other: sync stages run in the workers "
          + "that feed them and have none of their own"
      )
    }
  }

  /// Both together.
  var values: SpecOptions.Overrides { SpecOptions.Overrides(kind: kind, workers: workers) }
}

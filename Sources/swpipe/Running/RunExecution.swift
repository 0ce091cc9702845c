private import CLinux
internal import SwpipeCore
internal import SwpipeEngine

/// The run of a plan as a command: signals, report, messages, exit status.
struct RunExecution {
  let plan: Plan
  let catalog: Catalog
  let signals: SignalWatch
  let settings: RunSettings

  /// Has a crash told of that takes swpipe along, where a plugin's library runs in its threads.
  private func tellCrashes() {
    let isAtRisk = plan.stages.contains { stage in
      guard stage.kind != .process, case .transform(let name, _, _, _) = stage.work else {
        return false
      }
      return plan.plugins.contains { plugin in
        guard case .library = plugin.program else { return false }
        return plugin.transforms.contains { $0.name == name }
      }
    }
    if isAtRisk { swp_tell_crashes() }
  }

  /// Runs to the end; throws the exit status where it isn't 0.
  func run() throws {
    let reporter = try settings.report.map { try ReportFile(path: $0) }
    noteTerminal()
    tellCrashes()
    let report: RunReport
    do throws(RunFailure) {
      // A worker process has to be told of a stop, and may have to wait for a processor.
      let hasProcesses = plan.stages.contains { $0.kind == .process }
      let run = try PipelineRun(
        plan: plan,
        catalog: catalog,
        halt: settings.halt,
        grace: hasProcesses ? 1_000_000_000 : 250_000_000,
        log: StandardErrorLog()
      )
      signals.attach(run)
      report = run.run()
    } catch {
      report = RunReport(plan: plan, failure: error)
    }
    if let failure = report.failure {
      StandardError.write(FailureText(plan: plan).render(failure))
    }
    if !settings.isQuiet, report.exit == .interrupted || report.exit == .terminated {
      StandardError.write(RunSummary.line(report))
    }
    if !settings.isQuiet { StandardError.write(RunSummary.skipped(report)) }
    if !settings.isQuiet, report.deadLetters > 0 {
      StandardError.write(RunSummary.deadLetters(report))
    }
    try reporter?.write(report)
    if report.exit != .done { throw CommandEnd(report.exit) }
  }

  /// Says why nothing happens when a person has to type the input.
  private func noteTerminal() {
    guard !settings.isQuiet, plan.sources.contains(where: { $0.component == "stdin" }),
      FileDescriptor.isTerminal(0)
    else { return }
    StandardError.write("reading standard input; Ctrl-D ends\n")
  }
}

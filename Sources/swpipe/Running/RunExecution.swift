internal import SwpipeCore
internal import SwpipeEngine
private import SwpipeSystem

/// The run of a plan as a command: signals, report, messages, exit status.
struct RunExecution {
  /// Has references in the place of secrets.
  let plan: Plan
  let secrets: Secrets
  let catalog: Catalog
  let signals: SignalWatch
  let settings: RunSettings

  /// Has a crash told of that takes swpipe along, where a plugin's library runs in its threads.
  private func tellCrashes() {
    let isAtRisk = plan.stages.contains { stage in
      guard !stage.kind.isIsolated, case .transform(let name, _, _, _) = stage.work else {
        return false
      }
      return plan.plugins.contains { plugin in
        guard case .library = plugin.program else { return false }
        return plugin.transforms.contains { $0.name == name }
      }
    }
    if isAtRisk { Signals.tellCrashes() }
  }

  /// Runs to the end; throws the exit status where it isn't 0.
  func run() throws {
    let messages = signals.messages
    let reporter = try settings.report.map { try ReportFile(path: $0, messages: messages) }
    try signals.beginOpening { () throws(CommandEnd) in
      try reporter?.clear()
      return { [plan] status in try? reporter?.write(RunReport(plan: plan, exit: status)) }
    }
    noteTerminal()
    tellCrashes()
    let report = execute()
    signals.beginReporting(report.exit)
    defer { signals.flush() }
    // First the report: nobody may be there to read the rest.
    do throws(CommandEnd) {
      try reporter?.write(report)
    } catch {
      say(report)
      if let message = error.message { messages.say(error.text(message)) }
      throw CommandEnd(error.status)
    }
    say(report)
    if report.exit != .done { throw CommandEnd(report.exit) }
  }

  private func execute() -> RunReport {
    do throws(RunFailure) {
      // A worker process has to be told of a stop, and may have to wait for a processor.
      let hasProcesses = plan.stages.contains { $0.kind.isIsolated }
      let run = try PipelineRun(
        plan: try secrets.resolve(plan),
        catalog: catalog,
        halt: settings.halt,
        grace: hasProcesses ? 1_000_000_000 : 250_000_000,
        log: RunLog(messages: signals.messages)
      )
      signals.attach(run)
      return run.run()
    } catch {
      return RunReport(plan: plan, failure: error)
    }
  }

  /// Says how the run ended, as far as that is not what was asked for.
  private func say(_ report: RunReport) {
    var text = report.failure.map { FailureText(plan: plan).render($0) } ?? ""
    if !settings.isQuiet {
      if report.exit == .interrupted || report.exit == .terminated {
        text += RunSummary.line(report) + signals.reasons(for: report)
      }
      text += RunSummary.skipped(report)
      if report.deadLetters > 0 { text += RunSummary.deadLetters(report) }
    }
    signals.messages.say(text)
  }

  /// Says why nothing happens when a person has to type the input.
  private func noteTerminal() {
    guard !settings.isQuiet, plan.readsStandardInput(catalog),
      FileDescriptor.isTerminal(0)
    else { return }
    signals.messages.say("reading standard input; Ctrl-D ends\n")
  }
}

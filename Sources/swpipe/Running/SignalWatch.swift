private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
private import SwpipeSystem
private import Synchronization

/// The one thread that takes signals, and what it makes of them.
///
/// The first INT, TERM or HUP lets the run drain, a second one or the end of the time to drain stops
/// it; USR1 prints the counts so far. Before anything is opened they end the process.
final class SignalWatch: Sendable {
  /// How far the command is.
  private enum Phase {
    /// The spec is read; nothing has to be tidied up.
    case planning
    /// Files are opened. The closure writes the report of a run that never began.
    case opening(report: @Sendable (ExitStatus) -> Void)
    case running(PipelineRun)
    /// All that is left is to report and to say how the run ended.
    case reporting(ExitStatus)
    /// This thread ends the process.
    case ending
  }

  /// What the run says on standard error.
  let messages = RunMessages()
  private let phase = Lock(Phase.planning)
  /// Opens when the run is attached, or it is clear that there is none.
  private let hasOpened = Futex()
  /// Opens when the time to drain is over, and no second signal has come before.
  private let hasRunOut = Futex()
  private let drain: Int64
  private let isQuiet: Bool
  private let started = MonotonicClock.now

  /// Two signals that are no further apart are one, in nanoseconds.
  ///
  /// Some programs send theirs to a process and to its group as well.
  private static let echo: Int64 = 200_000_000
  /// How long a run that is asked to end may take to open its files.
  private static let openingGrace: Int64 = 1_000_000_000

  /// Starts the thread.
  ///
  /// `drain` is in nanoseconds; 0 is without limit.
  init(drain: Int64, isQuiet: Bool) throws(CommandEnd) {
    self.drain = drain
    self.isQuiet = isQuiet
    let code = DetachedThread.start("signals") { [self] in loop() }
    guard code == 0 else {
      throw CommandEnd(
        .internalCheck,
        "a thread could not be started: \(SystemError(code).words)"
      )
    }
  }

  // MARK: For the command

  /// From now on files are opened.
  ///
  /// `prepare` opens the report and gives what writes that of a run that a signal ended before it began.
  /// A signal comes before it or after it; so it must not wait for anything.
  func beginOpening(
    _ prepare: () throws(CommandEnd) -> @Sendable (ExitStatus) -> Void
  ) throws(CommandEnd) {
    try enter { () throws(CommandEnd) in .opening(report: try prepare()) }
  }

  /// Hands over the run that signals are for.
  func attach(_ run: PipelineRun) {
    enter { .running(run) }
    hasOpened.open()
  }

  /// The run has ended: a signal now only hurries what is left, and a second one ends the process with
  /// this status.
  func beginReporting(_ status: ExitStatus) {
    enter { .reporting(status) }
    hasOpened.open()
  }

  /// Why a run that a signal ended has given elements up; nothing where it has not.
  func reasons(for report: RunReport) -> String {
    DrainText.reasons(for: report, drain: drain, hasRunOut: hasRunOut.isOpen)
  }

  /// Waits until all is said, for no longer than the time to drain.
  func flush() {
    messages.flush(within: drain > 0 ? drain : nil)
  }

  /// Does not return where a signal ends the process already.
  private func enter<Failure>(_ next: () throws(Failure) -> Phase) throws(Failure) {
    let isEnding = try phase.withLock { phase throws(Failure) in
      if case .ending = phase { return true }
      phase = try next()
      return false
    }
    if isEnding { Futex().wait() }
  }

  // MARK: The thread

  private func loop() -> Never {
    var first: ExitStatus?
    var last: Int64?
    var deadline: Int64?
    while true {
      let number = Signals.wait(nanoseconds: deadline.map { $0 - MonotonicClock.now })
      switch number {
      case nil:
        deadline = nil
        hasRunOut.open()
        stop(first ?? .interrupted, saying: "the time to drain is over; stopping")
      case SIGUSR1: showStatus()
      case SIGINT, SIGTERM, SIGHUP:
        let now = MonotonicClock.now
        if let last, now - last < SignalWatch.echo { continue }
        last = now
        dropEchoes()
        let status: ExitStatus = number == SIGINT ? .interrupted : .terminated
        if let first {
          deadline = nil
          stop(first)
        } else {
          first = status
          if end(status), drain > 0 { deadline = later(drain) }
        }
      default: break
      }
    }
  }

  /// Takes the signals that have come together with one.
  private func dropEchoes() {
    while true {
      switch Signals.wait(nanoseconds: 0) {
      case nil: return
      case SIGUSR1: showStatus()
      default: break
      }
    }
  }

  /// Lets the run drain, or ends the process where there is none; whether there is a run.
  private func end(_ status: ExitStatus) -> Bool {
    if case .opening = phase.withLock({ $0 }) {
      hasOpened.wait(nanoseconds: SignalWatch.openingGrace)
    }
    let current = phase.withLock { phase in
      let current = phase
      switch phase {
      case .planning, .opening: phase = .ending
      case .running, .reporting, .ending: break
      }
      return current
    }
    switch current {
    case .planning, .ending: _exit(status.rawValue)
    case .opening(let report):
      report(status)
      _exit(status.rawValue)
    case .running(let run):
      run.interrupt(status, patience: drain > 0 ? drain / 10 : nil)
      let underWay = run.elementsUnderWay
      if underWay > 0 || StandardError.isTerminal {
        note(DrainText.beginning(elements: underWay, drain: drain))
      }
      return true
    case .reporting:
      messages.hurry()
      return false
    }
  }

  /// Stops the run now, or ends the process where only a blocked output can hold it up.
  private func stop(_ status: ExitStatus, saying text: String? = nil) {
    switch phase.withLock({ $0 }) {
    case .planning, .opening, .ending: _exit(status.rawValue)
    case .running(let run):
      if let text { note(text) }
      messages.hurry()
      run.stop(status)
    case .reporting(let status):
      if messages.isHurried { _exit(status.rawValue) }
      messages.hurry()
    }
  }

  private func later(_ nanoseconds: Int64) -> Int64 {
    let (sum, overflow) = MonotonicClock.now.addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }

  private func note(_ message: String) {
    if !isQuiet { messages.say(message + "\n") }
  }

  private func showStatus() {
    guard case .running(let run) = phase.withLock({ $0 }) else { return }
    let seconds = Double(MonotonicClock.now - started) / 1e9
    messages.say(RunStatus.text(run.snapshot(seconds: seconds)))
  }
}

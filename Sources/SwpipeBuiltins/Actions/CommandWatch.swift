/// When a command is told to end and when it is made to, as a plain value: it holds no clock.
struct CommandWatch: Sendable {
  /// What is to be done now.
  enum Step: Equatable {
    /// Look again after at most so many nanoseconds.
    case wait(Int64)
    /// Ask it to end (SIGTERM).
    case terminate
    /// End it (SIGKILL); nothing follows.
    case kill
  }

  /// Why a command was ended.
  enum Reason {
    case timeout
    case stop
  }

  private enum Phase {
    case running
    /// Asked to end; made to at that time.
    case terminating(Int64)
    case killed
  }

  /// How often the run's stop is looked at, which nothing can wait for together with a process.
  static let interval: Int64 = 50_000_000
  /// Between asking and making it end.
  static let grace: Int64 = 500_000_000
  /// What it may take in a run that was stopped before it began.
  static let stoppedLimit: Int64 = 5_000_000_000

  private let deadline: Int64
  private let reasonAtDeadline: Reason
  private let startedStopped: Bool
  private var phase = Phase.running
  /// Why it was told to end; nil if it was not.
  private(set) var reason: Reason?

  /// Takes times in nanoseconds; a timeout of 0 is none.
  init(timeout: Int64, startedStopped: Bool, at now: Int64) {
    var limit = timeout > 0 ? timeout : .max
    let isStopNearer = startedStopped && CommandWatch.stoppedLimit < limit
    if isStopNearer { limit = CommandWatch.stoppedLimit }
    reasonAtDeadline = isStopNearer ? .stop : .timeout
    let (sum, overflows) = now.addingReportingOverflow(limit)
    deadline = overflows ? .max : sum
    self.startedStopped = startedStopped
  }

  /// What to do with a command that still runs.
  mutating func step(at now: Int64, isStopped: Bool) -> Step {
    switch phase {
    case .running:
      if isStopped, !startedStopped {
        reason = .stop
      } else if now >= deadline {
        reason = reasonAtDeadline
      } else {
        return .wait(min(deadline - now, CommandWatch.interval))
      }
      phase = .terminating(now + CommandWatch.grace)
      return .terminate
    case .terminating(let end):
      if now < end { return .wait(end - now) }
      phase = .killed
      return .kill
    case .killed: return .wait(CommandWatch.interval)
    }
  }
}

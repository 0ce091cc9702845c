private import CLinux

/// How a process ended.
package enum ProcessEnd: Hashable, Sendable {
  /// By itself, with this exit status.
  case exited(Int32)
  /// By a signal of this number.
  case killed(Int32)
  /// Nobody knows: somebody else has waited for it.
  case unknown

  /// Whether it ended by itself with status 0.
  package var isSuccess: Bool { self == .exited(0) }

  /// In words that follow "the process": `exited with status 3`, `was killed by signal 9 (SIGKILL)`.
  package var words: String {
    switch self {
    case .exited(let status): return "exited with status \(status)"
    case .killed(let signal):
      let name = SignalName.text(of: signal).map { " (\($0))" }
      return "was killed by signal \(signal)\(name ?? "")"
    case .unknown: return "was gone"
    }
  }

  /// Reads a wait status as waitpid(2) gives it.
  package init(waitStatus: Int32) {
    let signal = swp_exit_signal(waitStatus)
    self = signal > 0 ? .killed(signal) : .exited(swp_exit_code(waitStatus))
  }
}

/// Why a plugin's process is of no use any more.
package enum ProcessLoss: Error, Equatable {
  /// It has ended, or closed a pipe.
  case ended
  /// It said what it must not say, in words that follow "the process".
  case broke(String)
  /// It answered an element that had its answer, in words that follow "the process".
  case repeated(String)
  /// The time was over first.
  case timedOut
  /// The run stops.
  case stopped

  /// What it said that it must not say.
  package var breach: String? {
    switch self {
    case .broke(let what), .repeated(let what): what
    case .ended, .timedOut, .stopped: nil
    }
  }
}

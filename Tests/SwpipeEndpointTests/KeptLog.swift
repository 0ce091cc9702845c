import SwpipeCore
import Synchronization

/// Keeps what is said, each line behind its level.
final class KeptLog: LogWriter {
  private let kept = Lock<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  func write(_ level: LogLevel, _ message: String, stage: String) {
    kept.withLock { $0.append("\(level.rawValue): \(message)") }
  }
}

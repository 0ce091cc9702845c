internal import SwpipeCore

/// Log lines on standard error, each written with one call so that none is torn.
struct StandardErrorLog: LogWriter {
  func write(_ level: LogLevel, _ message: String, stage: String) {
    StandardError.write("\(level.rawValue): \(stage): \(Printable.line(message))\n")
  }

  func relay(_ line: [UInt8]) {
    StandardError.write(line)
  }
}

internal import SwpipeCore

/// The log of a run on standard error, a line at a time, so that none is torn.
struct RunLog: LogWriter {
  let messages: RunMessages

  func write(_ level: LogLevel, _ message: String, stage: String) {
    messages.log(Array(LogLine.text(level, message, stage: stage).utf8))
  }

  func relay(_ line: [UInt8]) {
    messages.log(Printable.bytes(line))
  }
}

/// The log of what runs before there is a run: programs that say what they offer.
struct StandardErrorLog: LogWriter {
  func write(_ level: LogLevel, _ message: String, stage: String) {
    StandardError.write(LogLine.text(level, message, stage: stage))
  }

  func relay(_ line: [UInt8]) {
    StandardError.write(Printable.bytes(line))
  }
}

/// A line of a log.
private enum LogLine {
  static func text(_ level: LogLevel, _ message: String, stage: String) -> String {
    "\(level.rawValue): \(stage): \(Printable.line(Redaction.text(message)))\n"
  }
}

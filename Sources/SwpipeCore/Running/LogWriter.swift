/// Where log lines go: standard error, a line at a time, never mixed with results.
package protocol LogWriter: Sendable {
  /// Writes one line; `level` is one of debug, info, warning, error.
  func write(_ level: LogLevel, _ message: String, stage: String)
  /// Passes on what a worker process wrote to its standard error: one whole line, which ends in a
  /// newline.
  func relay(_ line: [UInt8])
}

extension LogWriter {
  /// Nobody reads it.
  package func relay(_ line: [UInt8]) {}
}

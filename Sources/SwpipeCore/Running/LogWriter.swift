/// Where log lines go: standard error, a line at a time, never mixed with results.
package protocol LogWriter: Sendable {
  /// Writes one line; `level` is one of debug, info, warning, error.
  func write(_ level: LogLevel, _ message: String, stage: String)
}

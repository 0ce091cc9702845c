/// What a program gave that has ended.
struct Outcome: Sendable, CustomStringConvertible {
  var output: [UInt8]
  var errors: String
  /// The exit status; nil if a signal ended it.
  var status: Int32?
  /// The signal that ended it, the harness's own SIGKILL past the time limit included.
  var signal: Int32?

  /// Standard output as text.
  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n") }

  var description: String {
    "status \(status.map(String.init) ?? "none, signal \(signal ?? 0)")\n--- stdout\n\(text)"
      + "\n--- stderr\n\(errors)"
  }
}

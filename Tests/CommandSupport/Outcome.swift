/// What a program gave that has ended.
package struct Outcome: Sendable, CustomStringConvertible {
  package var output: [UInt8]
  package var errors: String
  /// The exit status; nil if a signal ended it.
  package var status: Int32?
  /// The signal that ended it, the harness's own SIGKILL past the time limit included.
  package var signal: Int32?

  /// Standard output as text.
  package var text: String { String(decoding: output, as: UTF8.self) }
  package var lines: [Substring] { text.split(separator: "\n") }

  package var description: String {
    "status \(status.map(String.init) ?? "none, signal \(signal ?? 0)")\n--- stdout\n\(text)"
      + "\n--- stderr\n\(errors)"
  }
}

private import Glibc
internal import SwpipeCore
private import SwpipeSystem

/// Standard output of the commands that print: results, never messages.
enum StandardOutput {
  static let descriptor: Int32 = 1

  static var showsColour: Bool { FileDescriptor.showsColour(descriptor) }

  /// Writes a text for people, with the secrets in it hidden.
  static func write(_ text: String) {
    write(json: Redaction.text(text))
  }

  /// Writes JSON, in which the writer of its texts has hidden the secrets; a reader that has gone is no error, as for any Unix filter.
  ///
  /// Any other error ends the process with 74: what was to be printed is not there.
  static func write(json text: String) {
    guard let number = FileDescriptor.write(text, to: descriptor), number != EPIPE else { return }
    StandardError.write(
      "error: cannot write to standard output: \(SystemError(number).words)\n"
    )
    _exit(ExitStatus.output.rawValue)
  }
}

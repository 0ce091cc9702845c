private import Glibc
internal import SwpipeCore

/// Standard error: messages, never results.
enum StandardError {
  static let descriptor: Int32 = 2

  /// Whether messages are coloured.
  static var showsColour: Bool { FileDescriptor.showsColour(descriptor) }
  static var isTerminal: Bool { FileDescriptor.isTerminal(descriptor) }

  /// Writes bytes at once, with the secrets in them hidden.
  static func write(_ bytes: [UInt8]) {
    Redaction.bytes(bytes).withUnsafeBytes { _ = FileDescriptor.write($0, to: descriptor) }
  }

  /// Writes a text at once, with the secrets in it hidden; where standard error is closed there is nobody to tell.
  static func write(_ text: String) {
    _ = FileDescriptor.write(Redaction.text(text), to: descriptor)
  }
}

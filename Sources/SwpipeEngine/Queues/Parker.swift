private import CLinux
internal import SwpipeCore

/// What one thread waits on: it parks itself, others unpark it.
///
/// A wake-up before the park counts.
final class Parker: Sendable {
  private let gate = Futex()

  /// Waits until `unpark` was called since the last return.
  func park() {
    gate.wait()
    gate.close()
  }

  /// The same, but no longer than so many nanoseconds.
  func park(nanoseconds: Int64) {
    if gate.wait(nanoseconds: nanoseconds) { gate.close() }
  }

  func unpark() {
    gate.open()
  }
}

private import CLinux
private import Glibc
internal import SwpipeCore

/// What a thread waits on that waits for descriptors too, as for a process's answers: others ring, and
/// it is readable until the owner has heard.
///
/// Costs a system call for each ring, unlike a `Parker`.
final class Bell: Sendable {
  let descriptor: Int32

  init() throws(RunFailure) {
    descriptor = swp_eventfd()
    guard descriptor >= 0 else {
      let words = SystemError(-descriptor).words
      throw RunFailure(.resource, "an event descriptor could not be made: \(words)")
    }
  }

  deinit {
    close(descriptor)
  }

  func ring() {
    var one: UInt64 = 1
    // It can only fail where it rings already.
    _ = write(descriptor, &one, 8)
  }

  /// Whether it has rung since the last call.
  func hear() -> Bool {
    var rings: UInt64 = 0
    return read(descriptor, &rings, 8) == 8
  }

  /// Waits until it rings; at once where it has and was not heard.
  func wait() {
    _ = swp_wait_exchange(descriptor, -1, false, -1, -1, -1, -1)
  }
}

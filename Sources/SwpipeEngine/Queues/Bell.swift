private import CLinux
internal import SwpipeCore

/// What a thread waits on that waits for descriptors too, as for a process's answers: others ring, and
/// it is readable until the owner has heard.
///
/// Costs a system call for each ring, unlike a `Parker`.
final class Bell: Sendable {
  let descriptor: Int32

  init() throws(RunFailure) {
    descriptor = swp_bell_make()
    guard descriptor >= 0 else {
      throw RunFailure(
        .resource,
        "an event descriptor could not be made: \(SystemError(-descriptor).words)"
      )
    }
  }

  deinit {
    swp_bell_close(descriptor)
  }

  func ring() {
    swp_bell_ring(descriptor)
  }

  /// Whether it has rung since the last call.
  func hear() -> Bool {
    swp_bell_answer(descriptor)
  }

  /// Waits until it rings; at once where it has and was not heard.
  func wait() {
    _ = swp_wait_exchange(descriptor, -1, false, -1, -1, -1, -1)
  }
}

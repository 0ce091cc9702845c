internal import SwpipeCore
internal import SwpipeSystem

/// What a thread waits on that waits for descriptors too, as for a process's answers: others ring, and
/// it is readable until the owner has heard.
///
/// Costs a system call for each ring, unlike a `Parker`.
final class Bell: Sendable {
  private let event: EventDescriptor

  var descriptor: Int32 { event.number }

  init() throws(RunFailure) {
    do throws(SystemError) {
      event = try EventDescriptor()
    } catch {
      throw RunFailure(.resource, "an event descriptor could not be made: \(error.words)")
    }
  }

  func ring() {
    event.signal()
  }

  /// Whether it has rung since the last call.
  func hear() -> Bool {
    event.hear()
  }

  /// Waits until it rings; at once where it has and was not heard.
  func wait() {
    var wait = DescriptorWait()
    wait.bell = event.number
    _ = try? wait.wait(nanoseconds: nil)
  }
}

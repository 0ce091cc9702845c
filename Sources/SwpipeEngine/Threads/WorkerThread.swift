internal import SwpipeCore
private import SwpipeSystem
internal import Synchronization

/// A POSIX thread that runs one closure.
final class WorkerThread: Sendable {
  private let end = End()

  /// Bytes of stack; only touched pages cost memory.
  private static let stackSize = 1 << 20

  /// Whether the closure has returned.
  var hasEnded: Bool { end.hasCome.load(ordering: .acquiring) }

  /// Starts the thread and wakes `events` when it ends.
  ///
  /// It is never joined, so that a thread that is stuck in a system call can't keep the run from
  /// ending.
  init(name: String, events: Parker, _ body: @escaping @Sendable () -> Void) throws(RunFailure) {
    do throws(SystemError) {
      try SystemThread.detach(name, stackSize: WorkerThread.stackSize) { [end] in
        body()
        end.hasCome.store(true, ordering: .releasing)
        events.unpark()
      }
    } catch {
      throw RunFailure(
        .resource,
        "a thread could not be started: \(error.words)",
        help: "use fewer workers, or raise the limit on threads (`ulimit -u`)"
      )
    }
  }

  private final class End: Sendable {
    let hasCome = Atomic<Bool>(false)
  }
}

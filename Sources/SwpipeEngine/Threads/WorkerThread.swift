private import Glibc
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
    let start = Start { [end] in
      ThreadIdentity.name(name)
      body()
      end.hasCome.store(true, ordering: .releasing)
      events.unpark()
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, WorkerThread.stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(start)
    let code = pthread_create(
      &thread,
      &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      },
      argument.toOpaque()
    )
    guard code == 0 else {
      argument.release()
      throw RunFailure(
        .resource,
        "a thread could not be started: \(SystemError(code).words)",
        help: "use fewer workers, or raise the limit on threads (`ulimit -u`)"
      )
    }
  }

  private final class End: Sendable {
    let hasCome = Atomic<Bool>(false)
  }

  /// What the C entry point gets.
  private final class Start: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}

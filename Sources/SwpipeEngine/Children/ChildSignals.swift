private import Glibc
internal import SwpipeCore
private import SwpipeSystem

/// The signals of a worker process: USR1 is its parent's word that the run stops, all others have
/// their usual effect.
enum ChildSignals {
  /// Starts the thread that takes them, which `Signals.take` has blocked for all threads.
  static func watch(_ stop: Futex) throws(RunFailure) {
    _ = try WorkerThread(name: "signals", events: Parker()) {
      while true {
        guard let number = Signals.wait(nanoseconds: nil) else { continue }
        switch number {
        case SIGUSR1: stop.open()
        case SIGWINCH: break
        default:
          Signals.release()
          kill(getpid(), number)
        }
      }
    }
  }
}

private import CLinux
private import Glibc
internal import SwpipeCore

/// The signals of a worker process: USR1 is its parent's word that the run stops, all others have
/// their usual effect.
enum ChildSignals {
  /// Starts the thread that takes them, which `swp_take_signals` has blocked for all threads.
  static func watch(_ stop: Futex) throws(RunFailure) {
    _ = try WorkerThread(name: "signals", events: Parker()) {
      while true {
        let number = swp_wait_signal(-1)
        switch number {
        case SIGUSR1: stop.open()
        case SIGWINCH: break
        default:
          swp_release_signals()
          kill(getpid(), number)
        }
      }
    }
  }
}

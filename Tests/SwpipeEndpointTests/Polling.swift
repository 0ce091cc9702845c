import Glibc
import SwpipeCore

/// Readiness as poll(2) has it, for at most ten seconds.
struct Polling: Readiness {
  var isStopped: Bool { false }

  func waitReadable(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 10_000) == 1
  }
}

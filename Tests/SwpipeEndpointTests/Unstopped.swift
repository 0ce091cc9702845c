import SwpipeCore

/// Readiness that never waits, for regular files.
struct Unstopped: Readiness {
  var isStopped: Bool { false }
  func waitReadable(_ descriptor: Int32) -> Bool { true }
}

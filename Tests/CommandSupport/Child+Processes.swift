package import Glibc
internal import GoldenSupport

extension Child {
  /// The processes that it has started and that run.
  package var children: [pid_t] {
    let threads = TextFile.names(in: "/proc/\(number)/task")
    return threads.flatMap { thread in
      let bytes = TextFile.read("/proc/\(number)/task/\(thread)/children") ?? []
      return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// The same, once there are so many or the time limit is over.
  package func children(_ count: Int) async throws -> [pid_t] {
    try await offPool { [self] in
      for _ in 0..<Child.limit / 10 {
        let found = children
        if found.count >= count { return found }
        usleep(10_000)
      }
      return children
    }
  }

  /// Whether a process has ended within the time limit; one that nobody reaps counts as ended.
  package static func isGone(_ number: pid_t) async throws -> Bool {
    try await offPool {
      for _ in 0..<limit / 10 {
        let text = String(decoding: TextFile.read("/proc/\(number)/stat") ?? [], as: UTF8.self)
        guard let state = text.firstMatch(of: /\) (\w)/) else { return true }
        if state.1 == "Z" { return true }
        usleep(10_000)
      }
      return false
    }
  }
}

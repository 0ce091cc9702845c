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

  /// Whether all worker processes of some runs, by the runs' process ids, have ended within the time
  /// limit; those that nobody reaps count as ended.
  package static func areWorkersGone(of runs: [pid_t]) async throws -> Bool {
    let ends = Set(runs.map { "worker\0\($0)" })
    return try await offPool {
      for _ in 0..<limit / 10 {
        if !hasProcess(whoseArgumentsAre: ends) { return true }
        usleep(10_000)
      }
      return false
    }
  }

  /// Whether there is a process whose arguments, joined by NUL, are one of these.
  private static func hasProcess(whoseArgumentsAre wanted: Set<String>) -> Bool {
    TextFile.names(in: "/proc").contains { name in
      guard let number = pid_t(name), let words = TextFile.read("/proc/\(number)/cmdline"),
        words.count < 200, let end = words.firstIndex(of: 0)
      else { return false }
      return wanted.contains(String(decoding: words[(end + 1)...].dropLast(), as: UTF8.self))
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

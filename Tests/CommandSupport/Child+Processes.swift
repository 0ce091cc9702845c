internal import Glibc
internal import GoldenSupport

extension Child {
  /// The processes that it has started and that run.
  package var children: [Int32] { Child.children(of: number) }

  /// The processes that a process has started and that run.
  package static func children(of number: Int32) -> [Int32] {
    let threads = TextFile.names(in: "/proc/\(number)/task")
    return threads.flatMap { thread in
      let bytes = TextFile.read("/proc/\(number)/task/\(thread)/children") ?? []
      return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
    }
  }

  /// The same, once there are so many or the time limit is over.
  package func children(_ count: Int) async throws -> [Int32] {
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
  package static func areWorkersGone(of runs: [Int32]) async throws -> Bool {
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
      guard let number = Int32(name), let words = TextFile.read("/proc/\(number)/cmdline"),
        words.count < 200, let end = words.firstIndex(of: 0)
      else { return false }
      return wanted.contains(String(decoding: words[(end + 1)...].dropLast(), as: UTF8.self))
    }
  }

  /// Waits for its end with standard input left open, and sends it a signal until then, again and
  /// again, further apart than signals that count as one.
  package func end(signalling signal: Int32) async throws -> Outcome {
    for _ in 0..<Child.limit / 250 {
      self.signal(signal)
      if try await isOver(within: 250) { break }
    }
    return try await end()
  }

  /// Whether it ends before so many milliseconds are over; its output is left as it is.
  package func isOver(within milliseconds: Int) async throws -> Bool {
    try await offPool { [self] in
      for _ in 0...milliseconds / 10 {
        if Child.isZombie(number) { return true }
        usleep(10_000)
      }
      return false
    }
  }

  /// Whether a process has ended; one that nobody reaps counts as ended.
  private static func isZombie(_ number: Int32) -> Bool {
    let text = String(decoding: TextFile.read("/proc/\(number)/stat") ?? [], as: UTF8.self)
    guard let state = text.firstMatch(of: /\) (\w)/) else { return true }
    return state.1 == "Z"
  }

  /// Waits until nothing happens in the child and its own children any more.
  ///
  /// That is when three looks in a row find all their threads asleep, and none that has run since
  /// the look before. One that polls never gets there.
  package func becomeQuiet() async throws {
    try await offPool { [self] in
      var before: [String] = []
      var sameLooks = 0
      for _ in 0..<Child.limit / 20 {
        let now = runs
        sameLooks = now != nil && now == before ? sameLooks + 1 : 0
        if sameLooks == 3 { return }
        before = now ?? []
        usleep(20_000)
      }
      throw HarnessError("the child did not become quiet within \(Child.limit / 1000) seconds")
    }
  }

  /// How often each thread has come to run and left off again; nil while one does not sleep.
  private var runs: [String]? {
    var runs: [String] = []
    for process in [number] + children {
      for thread in TextFile.names(in: "/proc/\(process)/task") {
        let bytes = TextFile.read("/proc/\(process)/task/\(thread)/status") ?? []
        let status = String(decoding: bytes, as: UTF8.self)
        guard status.contains("State:\tS") else { return nil }
        runs += status.matches(of: /ctxt_switches:\s*\d+/).map { "\(thread) \($0.0)" }
      }
    }
    return runs
  }

  /// Whether a process has ended within the time limit; one that nobody reaps counts as ended.
  package static func isGone(_ number: Int32) async throws -> Bool {
    try await offPool {
      for _ in 0..<limit / 10 {
        if isZombie(number) { return true }
        usleep(10_000)
      }
      return false
    }
  }
}

import CommandSupport
import Glibc
import GoldenSupport
import Testing

/// What is left of the programs that a run has started when it, or one of its workers, is killed.
///
/// The programs are found by a number in their arguments that no other process has.
@Suite struct LeftoverTests {
  private static let kinds = ["sync", "thread", "task", "process"]
  private static let seeds = 6

  /// Programs of `on_done`, which have the mark among their arguments: one that goes on, one that has
  /// started others and ends, and one whose own program leads another process group.
  private static let scripts = [
    "sleep MARK & exec sleep MARK", "sleep MARK & exit 0",
    "timeout MARK sh -c \"sleep MARK; :\"; :",
  ]

  private static func mark() -> String {
    // Seconds: whatever should be left ends after half a day.
    "\(Int.random(in: 40_000...50_000)).\(getpid())\(Int.random(in: 1000...9999))"
  }

  /// The processes that run with a text among their arguments; those that nobody reaps do not count.
  private static func processes(with mark: String) -> [Int32] {
    TextFile.names(in: "/proc").compactMap { entry in
      guard let number = Int32(entry), let bytes = TextFile.read("/proc/\(entry)/cmdline"),
        !bytes.isEmpty
      else { return nil }
      return String(decoding: bytes, as: UTF8.self).contains(mark) ? number : nil
    }
  }

  /// Waits until there are such processes, or the run has ended; false past the time limit.
  private static func appear(_ mark: String, in run: Child) async throws -> Bool {
    let number = run.number
    return try await offPool {
      for _ in 0..<Child.limit / 5 {
        if !processes(with: mark).isEmpty { return true }
        let stat = String(decoding: TextFile.read("/proc/\(number)/stat") ?? [], as: UTF8.self)
        if stat.contains(") Z ") { return true }
        usleep(5000)
      }
      return false
    }
  }

  /// Whether none is left within the time limit.
  private static func vanish(_ mark: String) async throws -> Bool {
    try await offPool {
      for _ in 0..<Child.limit / 10 {
        if processes(with: mark).isEmpty { return true }
        usleep(10_000)
      }
      for number in processes(with: mark) { kill(number, SIGKILL) }
      return false
    }
  }

  private static func spec(_ kind: String, _ script: String, _ mark: String) -> String {
    let script = script.replacing("MARK", with: mark)
    return """
      stages:
        - map: identity
          kind: \(kind)
          on_done: [{command: [sh, -c, '\(script)']}]

      """
  }

  @Test(arguments: kinds, scripts)
  func `a SIGKILL of swpipe during on_done leaves nothing behind`(kind: String, script: String)
    async throws
  {
    for seed in 0..<Self.seeds {
      var random = SplitMix(seed: UInt64(seed))
      let mark = Self.mark()
      let folder = try Folder(files: ["spec.yaml": Self.spec(kind, script, mark)])
      let child = try await Child(["run", "spec.yaml"], in: folder)
      try await child.send("a\n")
      child.closeInput()
      #expect(try await Self.appear(mark, in: child))
      let pause = useconds_t.random(in: 0...(seed % 2 == 0 ? 2000 : 12_000), using: &random)
      _ = try await offPool { usleep(pause) }
      child.signal(SIGKILL)
      _ = try await child.end()
      #expect(try await Self.vanish(mark), "seed \(seed)")
    }
  }

  @Test(arguments: scripts.filter { !$0.hasSuffix("exit 0") })
  func `a SIGKILL of a worker process ends its on_done`(script: String) async throws {
    let mark = Self.mark()
    let folder = try Folder(files: ["spec.yaml": Self.spec("process", script, mark)])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("a\n")
    child.closeInput()
    #expect(try await Self.appear("sleep\0\(mark)", in: child))
    let worker = try #require(child.children.first)
    kill(worker, SIGKILL)
    let outcome = try await child.end()
    #expect(outcome.status == 69, "\(outcome)")
    #expect(
      outcome.errors.contains("was killed by signal 9 (SIGKILL) in its `on_done`"),
      "\(outcome)"
    )
    #expect(try await Self.vanish(mark))
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a SIGKILL of swpipe leaves nothing of a plugin's program behind`(kind: String)
    async throws
  {
    let mark = Self.mark()
    let spec = """
      plugins:
        - name: f
          framing: lines
          command: [sh, -c, 'timeout \(mark) sh -c "sleep \(mark); :" & exec sed -u p\\;d']
      stages:
        - {map: f, kind: \(kind)}

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\n")
    #expect(try await Self.appear("sleep\0\(mark)", in: child))
    child.signal(SIGKILL)
    _ = try await child.end()
    #expect(try await Self.vanish(mark))
  }

  @Test func `a system without room for a program's process fails no element`() async throws {
    let spec = """
      plugins: [{name: f, command: [sed, -u, 's/a/b/'], framing: lines}]
      stages: [{map: f, on_error: skip}]

      """
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json"],
      in: Folder(files: ["spec.yaml": spec]),
      environment: [
        "LD_PRELOAD": "\(Repository.products)/libSystemCallFaults.so",
        "SWPIPE_FAULT_CALL": "fork", "SWPIPE_FAULT_NTH": "1", "SWPIPE_FAULT_ERRNO": "\(EAGAIN)",
      ]
    )
    let outcome = try await child.finish(Array("a\nb\nc\n".utf8))
    #expect(outcome.status == 69, "\(outcome)")
    #expect(
      outcome.errors.contains("`sed` cannot be started: resource temporarily unavailable"),
      "\(outcome)"
    )
    #expect(!outcome.errors.contains("skipped"), "\(outcome)")
  }
}

import CommandSupport
import Glibc
import Testing

@Suite struct PluginFailureTests {
  /// What the transform does with 5, and how that reads.
  private static let deaths: [(String, String)] = [
    ("exit", "exited with status 3"),
    ("segv", "was killed by signal 11 (SIGSEGV)"),
    ("close", "closed its standard input"),
    ("closed_output", "closed its standard output"),
    ("rubbish", "wrote what is no frame on its standard output: \"hello\""),
    ("unknown", "which it was never given"),
    ("short_frame", "sent a frame that is shorter than it says"),
    ("huge_frame", "sent a frame of 4294967295 bytes, more than 1 GiB"),
    ("unknown_kind", "sent a frame of the unknown kind 99"),
    ("stray", "sent a frame that has no place between elements"),
  ]

  @Test(arguments: deaths)
  func `an element that breaks two processes is an error with its place`(
    _ transform: String,
    _ words: String
  ) async throws {
    let (outcome, _) = try await RawPlugin.run("  - map: \(transform)")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("stage `\(transform)`: the process of `raw` "), "\(outcome)")
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(outcome.errors.contains("element_index: (4)"), "\(outcome)")
    #expect(outcome.errors.contains("input: standard input:5"), "\(outcome)")
    #expect(outcome.errors.contains("spec: spec.yaml:"), "\(outcome)")
  }

  @Test(arguments: deaths, ["thread", "process"])
  func `skipping it leaves the others unharmed`(_ death: (String, String), _ kind: String)
    async throws
  {
    let (outcome, report) = try await RawPlugin.run(
      "  - {map: \(death.0), kind: \(kind), on_error: skip}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "1\n2\n3\n4\n6\n7\n8\n9\n10\n", "\(outcome)")
    #expect(report.contains("\"restarts\": 2"), "\(report)")
  }

  @Test func `an element's own failure says why and harms no other`() async throws {
    let (failed, _) = try await RawPlugin.run("  - map: fail")
    #expect(failed.status == 65 && failed.errors.contains("five is right out"), "\(failed)")
    let (skipped, report) = try await RawPlugin.run("  - {map: fail, on_error: skip}")
    #expect(skipped.text == "1\n2\n3\n4\n6\n7\n8\n9\n10\n", "\(skipped)")
    #expect(report.contains("\"restarts\": 0"), "\(report)")
  }

  @Test func `a failed element is tried again`() async throws {
    let folder = try RawPlugin.folder(
      "  - {map: fail, on_error: {retry: {attempts: 3, backoff: 1ms}, then: dead_letter}}",
      top: "dead_letter: {file: {path: dead.jsonl}}"
    )
    let (outcome, _) = try await RawPlugin.run("", in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    let letter = folder.text("dead.jsonl") ?? ""
    #expect(letter.contains("\"attempts\":3") && letter.contains("\"input\":\"5\""), "\(letter)")
  }

  @Test(
    arguments: ["thread", "process"],
    [("dead_letter", 2), ("{retry: 3, then: dead_letter}", 6)]
  )
  func `each process that an element has ended counts as a try`(
    _ kind: String,
    _ policy: (onError: String, attempts: Int)
  ) async throws {
    let folder = try RawPlugin.folder(
      "  - {map: segv, kind: \(kind), on_error: \(policy.onError)}",
      top: "dead_letter: {file: {path: dead.jsonl}}"
    )
    let (outcome, _) = try await RawPlugin.run("", in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    let letter = folder.text("dead.jsonl") ?? ""
    #expect(letter.contains("\"attempts\":\(policy.attempts),"), "\(letter)")
  }

  @Test func `a second answer stops the run or is told of`() async throws {
    let (failed, _) = try await RawPlugin.run("  - map: twice")
    #expect(failed.status == 69, "\(failed)")
    #expect(failed.errors.contains("answered the element (4) twice"), "\(failed)")
    let (skipped, _) = try await RawPlugin.run("  - {map: twice, on_error: skip}")
    #expect(skipped.status == 0, "\(skipped)")
    #expect(skipped.lines.compactMap { Int($0) } == Array(1...10), "\(skipped)")
    #expect(skipped.errors.contains("answered the element (4) twice"), "\(skipped)")
  }

  @Test(arguments: ["skip", "fail", "{retry: {attempts: 3, backoff: 1ms}, then: skip}"])
  func `one that always answers too early ends the run`(_ onError: String) async throws {
    let (outcome, _) = try await RawPlugin.run("  - {map: early, on_error: \(onError)}")
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("the process of `raw` answered the "), "\(outcome)")
    #expect(outcome.errors.split(separator: "answered the ").count < 30, "\(outcome)")
  }

  @Test func `a long message is cut`() async throws {
    let (failed, _) = try await RawPlugin.run("  - {map: long_fail, on_error: skip}")
    #expect(failed.status == 0 && failed.lines.count == 9, "\(failed.errors.prefix(2000))")
    #expect(failed.errors.contains("five, and so on five"), "\(failed.errors.prefix(2000))")
    #expect(failed.errors.utf8.count < 20_000)
    let (refused, _) = try await RawPlugin.run("  - map: long_refusal")
    #expect(refused.status == 69 && refused.errors.utf8.count < 20_000)
  }

  @Test func `a frame of answers is no larger than memory may be`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {map: large, on_error: skip}",
      top: "limits: {memory: 18MiB}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "1\n2\n3\n4\n6\n7\n8\n9\n10\n", "\(outcome)")
    #expect(outcome.errors.contains("more than 18874368"), "\(outcome)")
  }

  @Test func `a start takes no longer than the spec says`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      plugins:
        - {command: [python3, '\(RawPlugin.script)'], start_timeout: 3s}
      stages: [{map: slow_start}]
      """
    ])
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: [])
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("did not start in time"), "\(outcome)")
    #expect(outcome.errors.contains("help: `start_timeout: 2m`"), "\(outcome)")
  }

  @Test func `a plugin that is slow to say what it offers is told about time`() async throws {
    let folder = try Folder(files: [
      "slow.py": "import time\ntime.sleep(3600)\n",
      "spec.yaml": """
      plugins: [{path: slow.py, start_timeout: 200ms}]
      stages: [{map: slow}]
      """,
    ])
    let outcome = try await Swpipe.run(["validate", "spec.yaml"], in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.text.contains("did not say what it offers within 200ms"), "\(outcome)")
    #expect(
      outcome.text.contains(
        "help: its imports may take long: move what is slow into `on_start`, which has a minute; "
          + "or `start_timeout: 1m` in its entry"
      ),
      "\(outcome)"
    )
  }

  @Test func `two elements for the one of a map are an error`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - map: two_for_one")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("gave 2 elements for the one of a map"), "\(outcome)")
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `one that hangs is ended by the timeout`(_ kind: String) async throws {
    if kind == "sync" { return }
    let (outcome, report) = try await RawPlugin.run(
      "  - {map: hang, kind: \(kind), timeout: 300ms, on_error: skip}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "1\n2\n3\n4\n6\n7\n8\n9\n10\n", "\(outcome)")
    #expect(report.contains("\"skipped\": 1"), "\(report)")
  }

  @Test func `a timeout is an error with its place`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - {map: hang, timeout: 300ms}")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("took longer than the timeout of 300ms"), "\(outcome)")
    #expect(outcome.errors.contains("input: standard input:5"), "\(outcome)")
  }

  @Test func `the wait for a slow next stage is no time of the plugin's`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {flat_map: many_parts, timeout: 1s}\n"
        + "  - {map: {sleep: 60ms}, kind: thread, maxsize: 1}\n  - map: text.length",
      count: 1
    )
    #expect(outcome.status == 0 && outcome.lines.count == 40, "\(outcome)")
  }

  @Test func `one that does not heed a cancel is ended a second later`() async throws {
    let (outcome, report) = try await RawPlugin.run(
      "  - {map: ignore_cancel, timeout: 300ms, on_error: skip}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    let numbers = Set(outcome.lines.compactMap { Int($0) })
    // Those that waited behind the one that hangs took too long as well.
    #expect(numbers.isSuperset(of: [1, 2, 3, 4]) && !numbers.contains(5), "\(outcome)")
    #expect(report.contains("\"restarts\": 1"), "\(report)")
  }

  @Test func `a leak ends the process and not the machine`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {map: leak, kind: process, memory: 256MiB, on_error: skip}"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "1\n2\n3\n4\n6\n7\n8\n9\n10\n", "\(outcome)")
  }

  @Test func `a start that fails under a limit says that it may be the limit`() async throws {
    for (memory, help) in [("64KiB", "help: `memory: 64KiB` may be too little"), ("0", "")] {
      let (outcome, _) = try await RawPlugin.run(
        "  - {map: die_in_start, kind: process, memory: \(memory)}"
      )
      #expect(outcome.status == 69, "\(outcome)")
      #expect(outcome.errors.contains("while it started"), "\(outcome)")
      #expect(outcome.errors.contains(help) && outcome.errors.contains("help:") == (help != ""))
    }
  }

  @Test(arguments: [
    ("refuse_start", "could not start: no database"),
    ("die_in_start", "exited with status 5 while it started"),
    ("refuse_done", "could not end: the session is gone"),
    ("exit_done", "exited with status 4 at its end"),
  ])
  func `a start or end that fails stops the run`(_ transform: String, _ words: String)
    async throws
  {
    let (outcome, _) = try await RawPlugin.run("  - map: \(transform)")
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("the process of `raw` \(words)"), "\(outcome)")
    #expect(outcome.errors.contains("spec: spec.yaml:"), "\(outcome)")
  }

  @Test func `one that does not end is ended`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - map: ignore_done")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(arguments: [SIGKILL, SIGTERM])
  func `no process is left behind a run that is killed or stopped`(_ signal: Int32) async throws {
    let folder = try RawPlugin.folder("  - {map: note, workers: 3}\n  - {map: hang, workers: 2}")
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("1\n2\n5\n5\n")
    try await child.readErrors(until: "saw 5")
    let processes = RawPlugin.descendants(of: child.number)
    // A guard and the plugin for each worker.
    #expect(processes.count == 10, "\(processes)")
    child.signal(signal)
    child.signal(signal)
    _ = try await child.end()
    for process in processes { #expect(try await Child.isGone(process)) }
  }

  @Test func `the plugin's end is told it also when the run is stopped`() async throws {
    let folder = try RawPlugin.folder("  - {map: done}\n  - {map: note}")
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("1\n")
    try await child.readErrors(until: "saw 1")
    child.signal(SIGINT)
    let outcome = try await child.end()
    #expect(outcome.status == 130, "\(outcome)")
    #expect(outcome.errors.contains("done/0: done {"), "\(outcome)")
  }
}

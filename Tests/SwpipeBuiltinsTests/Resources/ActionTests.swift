import Glibc
import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeBuiltins

@Suite struct ActionTests {
  private func sh(_ script: String) -> [String: Argument] {
    [
      "argv": .list(
        ["sh", "-c", script].map { .template(Template(parts: [.literal($0)])) }
      )
    ]
  }

  @Test func `log knows the worker, the stage and the resources`() throws {
    let log = Harness.Log()
    let counter = Counter(42)
    let message = Template(parts: [
      .variable("worker_info", [.name("index")]), .literal(" "),
      .variable("stage_status", [.name("active_workers")]), .literal(" "),
      .variable("stage_status", []), .literal(" "), .variable("seen", []),
      .literal(" "), .variable("worker_info", [.name("lost")]),
    ])
    let arguments: [String: Argument] = ["message": .template(message), "level": .text("warning")]
    try Started.action("log", arguments, resources: ["seen": counter], log: log)
    try Started.action("log", arguments, isLost: true, log: log)
    let status =
      #"{"active_workers":2,"done":false,"in":10,"out":9,"failed":1,"last":false}"#
    #expect(
      log.lines.withLock { $0 } == [
        "warning enrich: 3 2 \(status) 42 false", "warning enrich: 3 2 \(status) null true",
      ]
    )
    let failure = try Started.failure { try Started.action("log", arguments, log: log) }
    #expect(failure.message == "$seen is missing or null")
    #expect(failure.status == .resource)
  }

  @Test func `a command has the worker's variables, nothing to read and another group`() throws {
    let scratch = Scratch()
    let names = "$SWPIPE_STAGE $SWPIPE_WORKER_INDEX $SWPIPE_STAGE_DONE $SWPIPE_ACTIVE_WORKERS"
    let script = """
      exec > \(scratch.path)/out; cat; echo "\(names) $SWPIPE_LAST $SWPIPE_LOST $PATH"
      set -- $(cat /proc/$$/stat); test "$5" = "$4" && test "$5" != \(getpgrp()) && echo apart
      for descriptor in /proc/$$/fd/*; do test ! -h $descriptor || echo ${descriptor##*/}; done
      """
    try Started.action("command", sh(script))
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    // The descriptor by which the shell has looked is closed when it asks for each.
    #expect(scratch.read("out") == "enrich 3 false 2 false false \(path)\napart\n0\n1\n2\n")
  }

  @Test func `what a command writes is logged in whole lines, however it ends`() throws {
    let log = Harness.Log()
    try Started.action(
      "command",
      sh("printf 'a'; sleep 0.05; printf 'b\n'; echo c >&2; printf d"),
      log: log
    )
    #expect(log.relayed.withLock { $0 } == ["ab\n", "c\n", "d\n"])
    let failed = Harness.Log()
    _ = try Started.failure {
      try Started.action("command", sh("seq 40000; echo last; kill -9 $$"), log: failed)
    }
    #expect(failed.relayed.withLock { $0 } == (1...40000).map { "\($0)\n" } + ["last\n"])
    // A process that holds its output and has left its group is not waited for.
    let left = Harness.Log()
    try Started.action("command", sh("setsid sleep 100 & echo $!"), log: left)
    let number = try #require(left.relayed.withLock { $0.first.flatMap { pid_t($0.dropLast()) } })
    kill(number, SIGKILL)
  }

  @Test func `a command that fails stops the run with its name`() throws {
    func message(_ arguments: [String: Argument]) throws -> String {
      let failure = try Started.failure { try Started.action("command", arguments) }
      #expect(failure.status == .resource)
      return failure.message
    }
    #expect(try message(sh("exit 3")) == "the command `sh` ended with exit status 3")
    #expect(try message(sh("kill -9 $$")) == "the command `sh` was killed by signal 9 (SIGKILL)")
    let missing = Template(parts: [.literal("no-such program")])
    let arguments: [String: Argument] = ["argv": .list([.template(missing)])]
    let failure = try Started.failure { try Started.action("command", arguments) }
    #expect(
      failure.message == "cannot run the command `no-such program`: no such file or directory"
    )
    #expect(failure.help?.contains("[program, argument]") == true)
  }

  @Test func `what a command leaves running is ended with it`() throws {
    let scratch = Scratch()
    let path = scratch.path
    let script = "sleep 1000 & echo $! > \(path)/pid"
    try Started.action("command", sh(script))
    let child = try #require(scratch.read("pid").flatMap { pid_t($0.dropLast()) })
    // Its end is the kernel's to bring about, so it may take a moment; a zombie counts as ended.
    var state = "R"
    for _ in 0..<200 {
      let stat = Scratch.text(of: "/proc/\(child)/stat")
      state =
        stat?.split(separator: ")").last?.split(separator: " ").first.map { String($0) } ?? "Z"
      if state == "Z" || state == "X" { break }
      usleep(5000)
    }
    #expect(["Z", "X"].contains(state))
  }

  @Test func `a command ends with its timeout and with the run`() throws {
    var arguments = sh("trap '' TERM; sleep 1000")
    arguments["timeout"] = .duration(1_000_000)
    let slow = try Started.failure { try Started.action("command", arguments) }
    #expect(slow.message == "the command `sh` took longer than its timeout")
    let stop = Futex()
    let scratch = Scratch()
    let fifo = scratch.path + "/ready"
    #expect(mkfifo(fifo, 0o600) == 0)
    let opener = Opener(path: fifo, gate: stop)
    opener.start()
    let stopped = try Started.failure {
      try Started.action("command", sh("echo > \(fifo); exec sleep 1000"), stop: stop)
    }
    opener.join()
    #expect(stopped.message == "the command `sh` was ended because the run was stopped")
    try Started.action("command", sh("exit 0"), stop: stop)
  }

  @Test func `a watch asks before it kills, and kills once`() {
    var watch = CommandWatch(timeout: 70_000_000, startedStopped: false, at: 0)
    #expect(watch.step(at: 0, isStopped: false) == .wait(50_000_000))
    #expect(watch.step(at: 50_000_000, isStopped: false) == .wait(20_000_000))
    #expect(watch.step(at: 70_000_000, isStopped: false) == .terminate)
    #expect(watch.reason == .timeout)
    #expect(watch.step(at: 80_000_000, isStopped: true) == .wait(490_000_000))
    #expect(watch.step(at: 570_000_000, isStopped: true) == .kill)
    #expect(watch.step(at: 570_000_001, isStopped: true) == .wait(CommandWatch.interval))
    #expect(watch.reason == .timeout)
  }

  @Test func `in a run that was stopped before, a command has its time`() {
    var watch = CommandWatch(timeout: 0, startedStopped: true, at: 0)
    #expect(watch.step(at: 1, isStopped: true) == .wait(CommandWatch.interval))
    #expect(watch.step(at: CommandWatch.stoppedLimit, isStopped: true) == .terminate)
    #expect(watch.reason == .stop)
    var running = CommandWatch(timeout: .max, startedStopped: false, at: 1 << 62)
    #expect(running.step(at: 1 << 62, isStopped: false) == .wait(CommandWatch.interval))
    #expect(running.step(at: 1 << 62, isStopped: true) == .terminate)
  }
}

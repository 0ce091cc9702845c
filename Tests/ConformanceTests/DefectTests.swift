import CommandSupport
import Glibc
import Testing

/// The defects of pypeln that its own tests do not show, each with its number in the list of them.
///
/// Some stand elsewhere: W2 and W10 in FailureTests, W7 and W8 in TimeoutTests, W9 in OperatorTests
/// (every pair of kinds on queues of one), W11 and W13 in LifeTests.
@Suite struct DefectTests {
  @Test(arguments: WorkerKind.queued, [1, 4])
  func `W1 a failure ends the run while its source is blocked at a full queue`(
    _ kind: WorkerKind,
    _ maxsize: Int
  ) async throws {
    // The workers are so slow that the source has filled the queue long before the element comes.
    let layout = Layout(kind: kind, workers: 2, maxsize: maxsize)
    let running = try await Pipeline.start(
      """
      stages:
        - {map: {sleep: 20ms}, \(layout.keys)}
        - {map: {number.add: 1}, kind: sync}
      """
    )
    let lines = (0..<1000).map { "\($0)\n" }
    try await running.child.send((lines[..<20] + ["x\n"] + lines[20...]).joined())
    let run = try await running.end(status: 65)
    #expect(run.outcome.errors.contains("\"x\" is not a number"), "\(run.outcome.errors)")
    #expect(run.report.count("abandoned", of: "sleep") >= maxsize)
  }

  @Test(arguments: WorkerKind.queued)
  func `W3 a merge of many ends only when all of them have`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 4)
    // The second source ends at once, the first one when its reader has what the second gave.
    let running = try await Pipeline.start(
      """
      sources:
        open: {stdin: {}}
        short: {values: ['a', 'b', 'c']}
      stages:
        - {id: both, map: identity, from: [short, open, short], \(layout.keys)}
      """
    )
    for text in ["a\n", "b\n", "c\n"] { try await running.child.readOutput(until: text) }
    try await running.child.send("d\n")
    try await running.child.readOutput(until: "d\n")
    let run = try await running.finish("e\n")
    #expect(run.outcome.lines.sorted() == ["a", "a", "b", "b", "c", "c", "d", "e"])
  }

  @Test(arguments: WorkerKind.queued, Layout.maxsizes)
  func `W4 a reader that leaves early ends everything, with the source at a full queue`(
    _ kind: WorkerKind,
    _ maxsize: Int
  ) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: maxsize)
    let running = try await Pipeline.start(
      """
      source: {range: {start: 0, stop: 1000000000000000}}
      stages:
        - {id: first, map: identity, \(layout.keys), ordered: true}
        - {id: second, map: identity, \(layout.keys)}
      """,
      outputCapacity: 4096
    )
    // As `head -1` does: reads a buffer full, and goes.
    try await running.child.takeOutput(4096)
    let workers = running.child.children
    running.child.closeOutput()
    #expect(try await running.end().outcome.errors.isEmpty)
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }

  @Test(arguments: WorkerKind.allCases, [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func `W5 a signal to the whole process group ends it, and nobody is left`(
    _ kind: WorkerKind,
    _ signal: Int32
  ) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 4)
    let running = try await Pipeline.start(
      "stages:\n  - {id: f, map: identity, \(layout.keys)}\n  - {id: g, map: identity, \(layout.keys)}\n"
    )
    try await running.child.send("1\n")
    try await running.child.readOutput(until: "1\n")
    let workers = running.child.children
    #expect(workers.count == (kind == .process ? 4 : 0))
    // A terminal sends Ctrl-C to all of the foreground's process group.
    kill(-running.child.number, signal)
    let outcome = try await running.child.end()
    switch signal {
    case SIGINT: #expect(outcome.status == 130, "\(outcome)")
    case SIGKILL: #expect(outcome.signal == SIGKILL, "\(outcome)")
    default: #expect(outcome.status == 143, "\(outcome)")
    }
    for worker in workers { #expect(try await Child.isGone(worker)) }
  }

  @Test(arguments: ["segv", "abort", "kill", "exit"], Layout.maxsizes)
  func `W6 a worker process that dies is replaced, and its elements are worked on again`(
    _ way: String,
    _ maxsize: Int
  ) async throws {
    let layout = Layout(kind: .process, workers: 2, maxsize: maxsize)
    let run = try await Pipeline.run(
      """
      stages:
        - {map: debug.crash, with: {on: '50', by: \(way), once: mark}, \(layout.keys)}
      """,
      input: (0..<100).map { "\($0)\n" }.joined()
    )
    #expect(run.numbers.sorted() == Array(0..<100))
    #expect(run.report.count("restarts", of: "debug.crash") == 1)
  }

  @Test func `W6b every element and every error can leave a worker process`() async throws {
    var bytes: [UInt8] = []
    for byte in UInt8.min...UInt8.max where byte != 0x0A { bytes += [byte, byte ^ 0x55] }
    bytes.removeAll { $0 == 0x0A }
    let folder = try Folder(files: [
      "spec.yaml": "stages:\n  - {map: identity, kind: process}\n",
      "failing.yaml": "stages:\n  - {map: {number.add: 1}, kind: process}\n",
    ])
    let large = [UInt8](repeating: 0xFF, count: 5 << 20)
    let input = bytes + [0x0A] + large + [0x0A, 0x0A]
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.output == input)
    // What the error says is kept, also of an element that is no text.
    let failed = try await Swpipe.run(["run", "failing.yaml"], in: folder, input: bytes)
    #expect(failed.status == 65, "\(failed)")
    #expect(failed.errors.contains("is not a number"), "\(failed)")
  }

  @Test(arguments: ["workers: 0", "workers: -1", "maxsize: -1", "timeout: -1s"])
  func `W12 a number that makes no sense is refused before anything runs`(_ key: String)
    async throws
  {
    for kind in WorkerKind.queued {
      let outcome = try await Swpipe.run(
        "run",
        "spec.yaml",
        input: "1\n",
        files: ["spec.yaml": "stages:\n  - {map: identity, kind: \(kind), \(key)}\n"]
      )
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test(arguments: WorkerKind.allCases, [1, 16])
  func `W14 nobody polls: a run whose source is silent comes to rest`(
    _ kind: WorkerKind,
    _ workers: Int
  ) async throws {
    for maxsize in [0, 4] {
      let layout = Layout(kind: kind, workers: workers, maxsize: maxsize)
      let running = try await Pipeline.start(
        """
        stages:
          - {id: first, map: identity, \(layout.keys)}
          - {id: second, map: identity, \(layout.keys)}
          - ordered: true
        """
      )
      try await running.child.send("1\n")
      try await running.child.readOutput(until: "1\n")
      try await running.child.becomeQuiet()
      let run = try await running.finish("2\n")
      #expect(run.numbers == [1, 2])
    }
  }
}

import CommandSupport
import Glibc
import SwpipeBuiltins
import SwpipeCore
import Testing

/// What a `reduce` gives does not depend on who did the work.
@Suite struct ReduceTests {
  /// Amounts that no order of adding doubles gets right, with nulls, and few keys.
  private static let elements: [String] = (0..<4_000).map { number in
    let amounts = [
      "1e16", "1", "-1e16", "0.1", "null", "123456789012345678", "3.25", "-7", "1e-300",
    ]
    return #"{"n":\#(number),"k":"\#(number % 13)","v":\#(amounts[number % amounts.count])}"#
  }

  private static let transforms = [
    "count", "{sum: .v}", "{min: .v}", "{max: .v}", "{mean: .v}", "{stdev: .v}", "first", "last",
    "{collect: .n}", "{join_lines: {separator: '+', value: .k}}", "{count_by: .k}",
    "{group_by: {by: .k, count: true, sum: .v, min: .v, max: .v, mean: .v, stdev: .v, first: .n, last: .n}}",
    "{group_by: {by: '.n % 500', collect: .v}}",
  ]

  private static let ways = [
    "kind: sync", "kind: thread", "{kind: thread, workers: 3, maxsize: 5}",
    "{kind: thread, workers: 4}", "{kind: task, workers: 5}", "{kind: process, workers: 2}",
    "{kind: process, workers: 3, maxsize: 7}",
  ]

  private static func output(_ transform: String, _ way: String, above: String = "") async throws
    -> String
  {
    let keys = way.trimmingPrefix("{").prefix { $0 != "}" }
    let spec = """
      source: {stdin: {format: jsonl}}
      stages:
      \(above)  - {reduce: \(transform), \(keys)}
      sink: {stdout: {format: jsonl}}

      """
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: elements.map { $0 + "\n" }.joined(),
      files: ["spec.yaml": spec]
    )
    #expect(outcome.status == 0, "\(way): \(outcome.errors)")
    return outcome.text
  }

  @Test(arguments: transforms)
  func `every kind and number of workers gives the same`(_ transform: String) async throws {
    let wanted = try await Self.output(transform, "kind: sync")
    #expect(!wanted.isEmpty)
    for way in Self.ways.dropFirst() {
      let given = try await Self.output(transform, way)
      #expect(given == wanted, "\(way)")
    }
  }

  @Test(arguments: ["thread", "process", "task"])
  func `it is the same in the workers of the stage above`(_ kind: String) async throws {
    let transform = "{group_by: {by: .k, sum: .v, last: .n}}"
    let wanted = try await Self.output(transform, "kind: sync")
    let above = "  - {map: ., kind: \(kind), workers: 3}\n"
    #expect(try await Self.output(transform, "kind: sync", above: above) == wanted)
  }

  @Test func `the sums are the exact ones, rounded once`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "0.1\n0.2\n0.3\n1e308\n1e308\n-1e308\n-1e308\n",
      files: ["spec.yaml": "stages:\n  - reduce: sum\n"]
    )
    #expect(outcome.text == "0.6\n", "\(outcome)")
  }

  @Test func `what stands below works on the result, in one worker`() async throws {
    let spec = """
      source: {range: 1000}
      stages:
        - {map: {number.multiply: 2}, kind: thread, workers: 4}
        - reduce: {count_by: '. % 10'}
        - filter: {skip: 1}
        - filter: {take: 2}
        - reduce: {sum: .key}

      """
    let outcome = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.text == "6\n", "\(outcome)")
  }

  @Test(
    arguments: ["sync", "thread", "process"],
    ["skip", "dead_letter", "{retry: {attempts: 3, backoff: 1ms}, then: skip}"]
  )
  func `an element that fails is counted once and not in the result`(
    _ kind: String,
    _ policy: String
  ) async throws {
    let spec = """
      source: {stdin: {format: jsonl}}
      stages:
        - {id: total, reduce: {group_by: {by: .k, count: true, sum: .v}}, kind: \(kind), on_error: \(policy)}
      dead_letter: {file: {path: failed.jsonl}}

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    let input =
      #"{"k":1,"v":2}"# + "\n" + #"{"k":1,"v":"x"}"# + "\n" + #"{"k":1,"v":3}"# + "\nnone\n"
    let child = try await Child(["run", "spec.yaml", "--report", "json"], in: folder)
    let outcome = try await child.finish(Array(input.utf8))
    #expect(outcome.text == #"{"key":1,"count":2,"sum":5}"# + "\n", "\(outcome)")
    #expect(outcome.status == (policy == "dead_letter" ? 1 : 0), "\(outcome.errors)")
    if policy == "dead_letter" {
      let letters = folder.text("failed.jsonl") ?? ""
      #expect(letters.split(separator: "\n").count == 2, "\(letters)")
    }
  }

  @Test(arguments: ["sync", "thread", "process", "task"])
  func `a first signal has it give what it has seen`(_ kind: String) async throws {
    let spec = """
      stages:
        - map: {log: 'read {{ . }}'}
        - {reduce: count, kind: \(kind)}

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\nb\nc\n")
    try await child.readErrors(until: "read c")
    child.signal(SIGINT)
    let outcome = try await child.end()
    #expect(outcome.text == "3\n", "\(outcome)")
    #expect(outcome.status == 130)
  }

  @Test func `a second signal ends it without a result`() async throws {
    let spec = """
      stages:
        - {each: {log: 'read {{ . }}'}}
        - {map: {sleep: 1h}, kind: thread}
        - reduce: count

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\n")
    try await child.readErrors(until: "read a")
    child.signal(SIGINT)
    let outcome = try await child.end(signalling: SIGTERM)
    #expect(outcome.text == "", "\(outcome)")
  }

  @Test func `a process that dies with a state ends the run`() async throws {
    let spec = """
      stages:
        - {map: {log: 'read {{ . }}'}, kind: process, on_error: skip}
        - reduce: count

      """
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.send("a\n")
    try await child.readErrors(until: "read a")
    try await child.send("b\n")
    try await child.readErrors(until: "read b")
    for worker in child.children { kill(worker, SIGKILL) }
    let outcome = try await child.finish(Array("c\n".utf8))
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.text == "")
    #expect(outcome.errors.contains("is lost with it: the state of `count`"), "\(outcome.errors)")
  }

  @Test func `groups that do not fit in memory go to disk and come back in order`() async throws {
    let spec = """
      source: {range: 200000}
      stages:
        - reduce: {group_by: {by: '(. % 100000) | tostring', count: true, sum: ., last: .}}
      limits: {memory: 4MiB}

      """
    let outcome = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let keys = (0..<100_000).map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let wanted = keys.map { key -> String in
      let number = Int(key) ?? 0
      return
        #"{"key":"\#(key)","count":2,"sum":\#(2 * number + 100_000),"last":\#(number + 100_000)}"#
    }
    #expect(outcome.text == wanted.map { $0 + "\n" }.joined())
  }

  @Test func `a full disk ends the run`() async throws {
    let spec = """
      source: {range: 200000}
      stages:
        - reduce: {count_by: '. | tostring'}
      limits: {memory: 4MiB}

      """
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      files: ["spec.yaml": spec],
      environment: ["TMPDIR": "/nowhere/at/all"]
    )
    #expect(outcome.status != 0)
    #expect(outcome.text == "")
    #expect(outcome.errors.contains("the temporary file for grouping"), "\(outcome.errors)")
  }
}

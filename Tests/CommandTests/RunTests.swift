import CommandSupport
import Testing

@Suite struct RunTests {
  private static let adding = "stages:\n  - map: {number.add: 1}\n"

  @Test func `elements go from standard input to standard output`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "1\n2",
      files: ["spec.yaml": Self.adding]
    )
    #expect(outcome.text == "2\n3\n")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test func `paths after the spec replace its source`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "a.txt",
      "b.txt",
      files: ["spec.yaml": Self.adding, "a.txt": "1\n", "b.txt": "10\n"]
    )
    #expect(outcome.text == "2\n11\n", "\(outcome)")
  }

  @Test func `the spec may come from standard input when its source does not`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "-",
      input: "source: {values: [1, 2]}\n" + Self.adding
    )
    #expect(outcome.text == "2\n3\n", "\(outcome)")
  }

  @Test(arguments: ["", "source: {file: /dev/stdin}\n", "source: {file: [a.txt, /dev/fd/0]}\n"])
  func `spec and source cannot both be standard input`(_ source: String) async throws {
    let outcome = try await Swpipe.run("run", "-", input: source + Self.adding)
    #expect(outcome.errors.contains("source cannot be standard input"))
    #expect(outcome.status == 2)
  }

  @Test func `--limit ends an endless source`() async throws {
    let spec = "source: {range: {stop: 1000000000000000}}\n" + Self.adding
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--limit",
      "3",
      files: ["spec.yaml": spec]
    )
    #expect(outcome.text == "1\n2\n3\n", "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test func `--set goes before the environment`() async throws {
    let spec = "source: {values: ['${A} ${B}']}\nstages:\n  - map: identity\n"
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--set",
      "A=mine",
      files: ["spec.yaml": spec],
      environment: ["A": "theirs", "B": "theirs"]
    )
    #expect(outcome.text == "mine theirs\n", "\(outcome)")
  }

  @Test func `--kind and --workers change stages that name none`() async throws {
    let spec = """
      source: {range: {start: 0, stop: 3}}
      stages:
        - {id: free, map: debug.worker}
        - {id: bound, map: identity, kind: sync}
      """
    let outcome = try await Swpipe.run(
      "plan",
      "spec.yaml",
      "--kind",
      "thread",
      "--workers",
      "2",
      "--format",
      "json",
      files: ["spec.yaml": spec]
    )
    #expect(outcome.text.contains("\"kind\": \"thread\",\n      \"workers\": 2"), "\(outcome)")
    #expect(outcome.text.contains("\"kind\": \"sync\""), "\(outcome)")
  }

  @Test func `an element's error says where it happened`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "in.txt",
      files: [
        "spec.yaml": "stages:\n  - {id: more, map: {number.add: 1}, workers: 1}\n",
        "in.txt": "1\nnope\n",
      ]
    )
    #expect(
      outcome.errors == """
        error: stage `more`: "nope" is not a number
          element_index: (1)
          worker: 0 (thread)
          input: in.txt:2
          spec: spec.yaml:2:22

        """,
      "\(outcome)"
    )
    #expect(outcome.status == 65)
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `what is wrong in an element is marked`(_ kind: String) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      files: [
        "spec.yaml": """
        source: {file: {path: in.jsonl, format: jsonl}}
        stages:
          - {id: name, map: .name, kind: \(kind)}
        sink: discard

        """,
        "in.jsonl": #"{"name":"a"}"# + "\n"
          + #"{"漢":"\t","name":nope,"more":"0123456789012345678901234567890"}"# + "\n",
      ]
    )
    #expect(
      outcome.errors == #"""
        error: stage `name`: the element is not JSON: expected a value at byte 20, before `nope,"more":"0123456`
          {"漢":"\t","name":nope,"more":"012345678901234567890123456…
                            ^
          element_index: (1)
          worker: 0 (\#(kind))
          input: in.jsonl:2
          spec: spec.yaml:3:21

        """#,
      "\(outcome)"
    )
  }

  @Test func `an element's error is told while the source is silent`() async throws {
    let folder = try Folder(files: ["spec.yaml": Self.adding])
    let child = try await Child(["run", "spec.yaml"], in: folder)
    try await child.send("1\nnope\n")
    // Standard input stays open: the end comes all the same.
    try await child.readErrors(until: "is not a number")
    #expect(try await child.end().status == 65)
  }

  @Test func `an input that is not there is 66`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "missing.txt",
      files: ["spec.yaml": Self.adding]
    )
    #expect(outcome.errors.contains("missing.txt"))
    #expect(outcome.status == 66)
  }

  @Test func `a spec that is not there is 66`() async throws {
    let outcome = try await Swpipe.run("run", "missing.yaml")
    #expect(
      outcome.errors == """
        error[file-unreadable]: cannot read missing.yaml: no such file or directory
         --> missing.yaml

        """
    )
    #expect(outcome.status == 66)
  }

  @Test func `an invalid spec is 78, with all its errors`() async throws {
    let spec = "stages:\n  - map: text.uper\n    workers: 0\n"
    let outcome = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.errors.contains("did you mean `text.upper`?"), "\(outcome)")
    #expect(outcome.errors.contains("workers"), "\(outcome)")
    #expect(outcome.text.isEmpty)
    #expect(outcome.status == 78)
  }

  @Test func `an output that cannot be written is 74`() async throws {
    let spec = "source: {values: [a]}\nstages:\n  - map: identity\nsink: {file: no/such/folder}\n"
    let outcome = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.status == 74, "\(outcome)")
  }

  @Test func `a full disk is 74`() async throws {
    let spec =
      "source: {values: [a]}\nstages:\n  - map: identity\nsink: {file: {path: /dev/full}}\n"
    let outcome = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.status == 74, "\(outcome)")
  }

  @Test(arguments: ["thread", "process"])
  func `what was skipped is told of at the end, and not with --quiet`(_ kind: String) async throws {
    let spec =
      "stages:\n  - {id: parse, map: number.parse, kind: \(kind), maxsize: 9, on_error: skip}\n"
    for options in [[], ["--quiet"]] {
      let outcome = try await Swpipe.run(
        ["run", "spec.yaml"] + options,
        in: Folder(files: ["spec.yaml": spec]),
        input: Array("1\nx\n2\ny\n".utf8)
      )
      #expect(outcome.status == 0 && outcome.text == "1\n2\n", "\(outcome)")
      let line = "warning: parse: 2 of 4 elements failed and were skipped; the first: "
      #expect(outcome.errors.contains(line) == options.isEmpty, "\(outcome)")
      #expect(outcome.errors.contains("(standard input:2)\n") == options.isEmpty, "\(outcome)")
    }
  }

  @Test func `warnings are one line each, and none with --quiet`() async throws {
    let spec = "stages:\n  - map: {sleep: 1ms}\n    workers: 2\n"
    let loud = try await Swpipe.run("run", "spec.yaml", files: ["spec.yaml": spec])
    #expect(loud.errors.hasPrefix("spec.yaml:"), "\(loud)")
    #expect(loud.errors.contains(": warning["), "\(loud)")
    let quiet = try await Swpipe.run("run", "spec.yaml", "--quiet", files: ["spec.yaml": spec])
    #expect(quiet.errors.isEmpty, "\(quiet)")
  }

  @Test func `the log of a run stays with --quiet`() async throws {
    let spec = "source: {values: [a]}\nstages:\n  - map: {log: 'saw {{ . }}'}\n"
    let outcome = try await Swpipe.run("run", "spec.yaml", "--quiet", files: ["spec.yaml": spec])
    #expect(outcome.errors == "info: log: saw a\n", "\(outcome)")
  }

  @Test(arguments: [(512, 0), (513, 65), (100_000, 65)] as [(Int, Int32)])
  func `no depth of JSON overflows a worker's stack`(_ depth: Int, _ status: Int32) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n",
      files: ["spec.yaml": "stages:\n  - {map: json.parse, workers: 2}\n"]
    )
    #expect(outcome.status == status, "\(outcome.errors)")
  }

  @Test(arguments: [("1\n", false), ("1,2,3\n", true)])
  func `a row of a table that lacks quotes is one with too many fields`(
    _ row: String,
    _ lacksQuotes: Bool
  ) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "a,b\n" + row,
      files: ["spec.yaml": "source: {stdin: {format: csv}}\nstages: [{map: identity}]\n"]
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("must stand in quotes") == lacksQuotes, "\(outcome)")
  }

  @Test(arguments: ["skip", "dead_letter"], ["thread", "process"])
  func `the end of a worker is told of all elements that failed`(_ policy: String, _ kind: String)
    async throws
  {
    let spec = """
      stages:
        - map: {number.add: 1}
          kind: \(kind)
          on_error: \(policy)
          on_done: [{log: 'failed {{ $stage_status.failed }}'}]
      \(policy == "skip" ? "" : "dead_letter: discard")

      """
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "1\nx\n2\ny\n",
      files: ["spec.yaml": spec]
    )
    #expect(outcome.lines == ["2", "3"], "\(outcome)")
    #expect(outcome.errors.contains("failed 2"), "\(outcome)")
  }
}

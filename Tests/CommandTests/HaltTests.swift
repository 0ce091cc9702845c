import CommandSupport
import Testing

@Suite struct HaltTests {
  /// Parses its input as JSON and skips what is none.
  private static func parsing(_ kind: String, source: String = "") -> String {
    """
    \(source)stages:
      - {map: hash}
      - {id: parse, map: json.parse, kind: \(kind), on_error: skip}

    """
  }

  private static func lines(_ count: Int, _ text: String = "no json") -> String {
    String(repeating: text + "\n", count: count)
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a share stops an endless run whose elements all fail`(_ kind: String) async throws {
    let folder = try Folder(files: [
      "spec.yaml": Self.parsing(kind, source: "source: {range: {stop: 1000000000000000}}\n")
    ])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--halt", "fail=35%", "--report", "r.json"],
      in: folder
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("passed --halt fail=35%: "), "\(outcome)")
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("kept", of: "parse") == 0)
    // A process tells of a slice as a whole.
    let skipped = counts.count("skipped", of: "parse")
    #expect(kind == "process" ? skipped >= 3 : skipped == 3)
  }

  @Test(arguments: ["sync", "thread", "process"])
  func `under --limit a share and the report are of what was taken`(_ kind: String) async throws {
    let folder = try Folder(files: ["spec.yaml": Self.parsing(kind)])
    for (halt, status) in [([], 0), (["--halt", "fail=2%"], Int32(65))] {
      let outcome = try await Swpipe.run(
        ["run", "spec.yaml", "--limit", "14", "--report", "r.json"] + halt,
        in: folder,
        input: Array(Self.lines(3500).utf8)
      )
      #expect(outcome.status == status, "\(outcome)")
      let report = folder.text("r.json") ?? ""
      let counts = try #require(ReportCounts(report))
      #expect(counts.unbalanced.isEmpty)
      #expect(counts.count("in", of: "source") == 14)
      #expect(counts.count("consumed", of: "source") == 0)
      if status == 0 { #expect(counts.count("skipped", of: "parse") == 14) }
    }
  }

  @Test(arguments: [("74", Int32(65)), ("75", 1)])
  func `a share is of the stage, and dead letters count`(percent: String, status: Int32)
    async throws
  {
    let spec = """
      stages:
        - {filter: {text.starts_with: z}}
        - {id: cut, map: {text.replace: {pattern: '^z', replacement: ''}}}
        - {id: more, map: {number.add: 1}, on_error: dead_letter}
      dead_letter: {file: failed.jsonl}

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--halt", "fail=\(percent)%"],
      in: folder,
      input: Array((Self.lines(800, "a") + "z1\nzx\nzy\nzw\n").utf8)
    )
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.errors.contains("3 of 4 elements have failed") == (status == 65), "\(outcome)")
  }

  @Test(arguments: [("4", Int32(65)), ("5", 0)])
  func `a count is of the whole run`(count: String, status: Int32) async throws {
    let spec = """
      stages:
        - {map: json.parse, on_error: skip}
        - {map: {number.add: 1}, on_error: skip}

      """
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--halt",
      "fail=\(count)",
      input: "1\noops\n\"a\"\n2\n\"b\"\nno\n",
      files: ["spec.yaml": spec]
    )
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.errors.contains("4 elements have failed") == (status == 65), "\(outcome)")
  }

  @Test func `a bad row behind the limit fails nothing`() async throws {
    let spec = "source: {stdin: {format: csv}}\nstages:\n  - map: identity\n"
    for (limit, isEnough) in [("2", true), ("3", false)] {
      let outcome = try await Swpipe.run(
        "run",
        "spec.yaml",
        "--limit",
        limit,
        input: "name,price\nbun,2\nroll,3\ntea,4,5\n",
        files: ["spec.yaml": spec]
      )
      #expect((outcome.status == 0) == isEnough, "\(outcome)")
      #expect(outcome.text.split(separator: "\n").count == 2, "\(outcome)")
    }
  }

  @Test func `the summary of a run that was halted counts what was tried`() async throws {
    let spec = """
      source: {values: ['3', pear, '8', plum, '1', quince, '5', '9', '2']}
      stages: [{map: {number.add: 4}, on_error: skip}]

      """
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--halt",
      "fail=2",
      files: ["spec.yaml": spec]
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("number.add: 2 of 4 elements failed"), "\(outcome)")
  }
}

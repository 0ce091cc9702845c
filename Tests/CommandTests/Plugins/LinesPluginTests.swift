import CommandSupport
import Testing

@Suite struct LinesPluginTests {
  private static func run(
    _ command: String,
    _ stage: String = "{map: f}",
    input: String = "banana\n\nabc\n",
    extra: String = ""
  ) async throws -> Outcome {
    try await Swpipe.run(
      "run",
      "spec.yaml",
      input: input,
      files: [
        "spec.yaml": """
        plugins: [{name: f, command: \(command), framing: lines\(extra)}]
        stages: [\(stage)]

        """
      ]
    )
  }

  @Test(arguments: [
    "[sed, -u, 's/a/A/g']", "[perl, -pe, 'BEGIN { $| = 1 } s/a/A/g']",
    "[stdbuf, -oL, tr, a, A]",
  ])
  func `any filter that writes a line for a line is a plugin`(_ command: String) async throws {
    let outcome = try await Self.run(command)
    #expect(outcome.status == 0 && outcome.text == "bAnAnA\n\nAbc\n", "\(outcome)")
  }

  @Test func `what it gives may be JSON`() async throws {
    let outcome = try await Self.run(
      "[sed, -u, 's/.*/{\"n\": 1}/']",
      "{map: f}, {map: table.lookup, with: {key: '{{ .n }}'}, on_start: {t: {table: {path: t.csv}}}}",
      extra: ", gives: json"
    )
    // The table is not there, but the types fit.
    #expect(outcome.status == 69 && !outcome.errors.contains("type-mismatch"), "\(outcome)")
  }

  @Test func `many lines pass in order`() async throws {
    let input = (1...30_000).map { "line \($0)\n" }.joined()
    let outcome = try await Self.run("[sed, -u, '']", "{map: f, maxsize: 1000}", input: input)
    #expect(outcome.status == 0 && outcome.text == input, "\(outcome.errors)")
  }

  @Test func `a program that is not there is an error of the spec`() async throws {
    let outcome = try await Self.run("[sedd]")
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("there is no program `sedd`"), "\(outcome)")
  }

  @Test func `one that dies at a line is an error of that element`() async throws {
    let command = "[sh, -c, 'while read l; do [ \"$l\" = abc ] && exit 7; echo \"$l\"; done']"
    let outcome = try await Self.run(command)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("the process of `f` exited with status 7"), "\(outcome)")
    #expect(outcome.errors.contains("input: standard input:3"), "\(outcome)")
  }

  @Test func `more lines than elements stop the run`() async throws {
    let outcome = try await Self.run("[sed, -u, p]", input: "a\n")
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("wrote more lines than it was given"), "\(outcome)")
  }

  @Test func `a line that has a newline in it is that element's error`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      files: [
        "spec.yaml": """
        plugins: [{name: f, command: [sed, -u, 's/a/A/'], framing: lines}]
        source: {values: {values: [a, "b\\nc", a]}}
        stages: [{map: f, on_error: skip}]
        """
      ]
    )
    #expect(outcome.status == 0 && outcome.text == "A\nA\n", "\(outcome)")
  }

  @Test(arguments: ["skip", "dead_letter"])
  func `one that dies of every line ends the run, and is told of a few times only`(
    _ onError: String
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      plugins: [{name: f, command: [sh, -c, 'exit 3'], framing: lines}]
      stages: [{map: f, on_error: \(onError)}]
      \(onError == "skip" ? "" : "dead_letter: {file: {path: dead.jsonl}}")
      """
    ])
    let input = Array(String(repeating: "a\n", count: 300).utf8)
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.status == 69, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "the process of `f` exited with status 3, 10 times, and has not answered a single line"
      ),
      "\(outcome)"
    )
    let told = outcome.errors.split(separator: "another one takes its place").count - 1
    // The 1st, 2nd, 4th and 8th time.
    #expect(told == 4, "\(outcome)")
    #expect(
      outcome.errors.contains("exited with status 3, 8 times in a row; another"),
      "\(outcome)"
    )
  }

  @Test func `one that dies of many lines but not of all goes on`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      plugins:
        - {name: f, command: [perl, -ne, '$| = 1; exit 3 if /b/; print'], framing: lines}
      stages: [{map: f, on_error: skip}]
      """
    ])
    let lines = ["a"] + Array(repeating: "b", count: 12) + ["a"]
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.status == 0 && outcome.text == "a\na\n", "\(outcome)")
  }

  @Test func `one that keeps its output back is told of`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      plugins: [{name: f, command: [tr, a, A], framing: lines}]
      stages: [{map: f, timeout: 6s, on_error: skip}]
      """
    ])
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: [0x61, 0x0A])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("must write each line at once"), "\(outcome)")
  }

  /// The pause lets swpipe read the answer before its end, as it must with any filter that works long.
  @Test(arguments: [
    "{map: slow}", "{map: slow, on_error: skip}", "{map: slow, workers: 2, maxsize: 3}",
    "{map: slow, kind: task}", "{flat_map: slow, ordered: true, workers: 2, maxsize: 3}",
  ])
  func `an answer that comes apart from its end line is whole`(_ stage: String) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: (1...9).map { "\($0)\n" }.joined(),
      files: [
        "slow.sh": "while read -r n; do echo $n$n; sleep 0.02; echo --; sleep 0.02; done",
        "spec.yaml": """
        plugins: [{name: slow, command: [sh, slow.sh], framing: lines, end: '--'}]
        stages: [\(stage)]

        """,
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.sorted() == (1...9).map { "\($0)\($0)" }, "\(outcome)")
  }
}

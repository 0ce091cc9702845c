import CommandSupport
import Testing

/// What a program of the transform `jq` says of elements that it fails at, and of its ends.
@Suite struct ProgramTests {
  private static func run(_ stage: String, input: String, format: String = "jsonl") async throws
    -> Outcome
  {
    let folder = try Folder()
    try folder.write(
      "source: {stdin: {format: \(format)}}\nstages:\n  - \(stage)\n",
      to: "spec.yaml"
    )
    return try await Swpipe.run(["run", "spec.yaml"], in: folder, input: Array(input.utf8))
  }

  @Test func `an element that is not JSON names the byte and what was expected`() async throws {
    let outcome = try await Self.run("map: .a", input: "{\"a\": 1}\n{\"a\" 2}\n")
    #expect(outcome.status == 65)
    #expect(outcome.text == "1\n")
    #expect(outcome.errors.contains("expected a colon at byte 6, before `2}`"), "\(outcome)")
    #expect(outcome.errors.contains("standard input:2"), "\(outcome)")
  }

  @Test func `an element that is cut off says so`() async throws {
    let outcome = try await Self.run("filter: .a", input: "{\"a\": [1, \n")
    #expect(outcome.errors.contains("but it ends"), "\(outcome)")
  }

  @Test func `a text that is not UTF-8 fails as an element`() async throws {
    let folder = try Folder()
    try folder.write("stages:\n  - map: {jq: length}\n    on_error: skip\n", to: "spec.yaml")
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("ab".utf8) + [10, 0x61, 0xFF, 10] + Array("äöü\n".utf8)
    )
    #expect(outcome.text == "2\n3\n")
    #expect(outcome.errors.contains("is not UTF-8 at byte 2"), "\(outcome)")
  }

  @Test(arguments: [
    ("map: select(. > 1)", "gives no output, and a `map` needs one; `flat_map`"),
    ("map: '., .'", "gives more than one output, and a `map` needs one; `flat_map`"),
    ("map: '., error(\"late\")'", "late"),
    ("filter: .a.b", "Cannot index number with "),
    ("each: 'error({code: .})'", "{\"code\":1} (not a string)"),
  ])
  func `what a program fails at is told`(_ stage: String, _ message: String) async throws {
    let outcome = try await Self.run(stage, input: "1\n")
    #expect(outcome.status == 65)
    #expect(outcome.text.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome)")
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `an evaluation has the memory that limits give it`(_ kind: String) async throws {
    let folder = try Folder()
    try folder.write(
      """
      source: {stdin: {format: jsonl}}
      limits: {evaluation: 2MiB}
      stages:
        - {map: '[range(.)] | length', kind: \(kind), on_error: skip}

      """,
      to: "spec.yaml"
    )
    let input = Array("10\n1000000\n20\n".utf8)
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.text == "10\n20\n", "\(outcome)")
    #expect(outcome.errors.contains("takes more than 2 MiB of memory"), "\(outcome)")
  }

  /// What follows the first output is never asked for.
  @Test func `a filter looks at the first output, and at no other`() async throws {
    let outcome = try await Self.run(
      "filter: '(.[] | . > 1), error(\"never\")'",
      input: "[2,1]\n[1,2]\n[3]\n"
    )
    #expect(outcome.text == "[2,1]\n[3]\n")
    let empty = try await Self.run("filter: {jq: empty}", input: "1\n")
    #expect(empty.status == 0 && empty.text.isEmpty)
  }

  @Test func `an element that a filter keeps stays as it is written`() async throws {
    let input = "{\"n\": 1.500, \"n2\":1e3 }\n"
    let outcome = try await Self.run("filter: .n == 1.5", input: input)
    #expect(outcome.text == input)
  }

  @Test func `what a program says for itself goes to the log`() async throws {
    let outcome = try await Self.run("map: 'debug | .a'", input: "{\"a\":7}\n")
    #expect(outcome.text == "7\n")
    #expect(outcome.errors.contains("{\"a\":7}"), "\(outcome)")
  }
}

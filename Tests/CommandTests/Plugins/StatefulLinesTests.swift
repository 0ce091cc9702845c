import CommandSupport
import Testing

/// Filters that say that their answers depend on the lines before.
@Suite struct StatefulLinesTests {
  private static func run(_ script: String, _ keys: String, _ stages: String, _ input: String)
    async throws -> Outcome
  {
    try await Swpipe.run(
      "run",
      "spec.yaml",
      input: input,
      files: [
        "total.sh": script,
        "spec.yaml": """
        plugins: [{name: total, command: [sh, total.sh], framing: lines, \(keys)}]
        stages:
        \(stages)

        """,
      ]
    )
  }

  private static let sum =
    #"sum=0; while read -r n; do [ "$n" = die ] && kill -9 $$; sum=$((sum + n)); echo $sum; done"#

  @Test func `one worker sees all elements where several feed it`() async throws {
    let stages = "  - {map: {sleep: {max: 2ms}}, workers: 5, maxsize: 9}\n  - map: total"
    let input = (1...60).map { "\($0)\n" }.joined()
    let outcome = try await Self.run(Self.sum, "keeps_state: true", stages, input)
    #expect(outcome.status == 0, "\(outcome)")
    // Whatever the order, the last sum has all numbers in it, and none comes twice.
    #expect(outcome.lines.last == "1830", "\(outcome)")
    #expect(Set(outcome.lines).count == 60, "\(outcome)")
  }

  @Test(arguments: ["fail", "skip", "{retry: 3, then: skip}"])
  func `its death ends the run with the state lost, and is no element's failure`(
    _ onError: String
  ) async throws {
    let outcome = try await Self.run(
      Self.sum,
      "keeps_state: true",
      "  - {map: total, on_error: \(onError)}",
      "1\n2\n3\ndie\n4\n"
    )
    #expect(outcome.status == 65, "\(outcome)")
    let said = "(SIGKILL), and what it kept of earlier elements is lost with it"
    #expect(
      outcome.errors.contains(said) || outcome.errors.contains("9), and what it kept"),
      "\(outcome)"
    )
    #expect(!outcome.lines.contains("4"), "\(outcome)")
    #expect(!outcome.errors.contains("takes its place"), "\(outcome)")
  }

  @Test func `a line too many ends the run, where another filter would be replaced`() async throws {
    let script =
      #"n=0; while read -r l; do n=$((n + 1)); echo $n; [ "$l" = twice ] && echo $n; done"#
    let input = "a\nb\ntwice\nc\nd\n"
    let stage = "  - {map: total, on_error: skip}"
    let stateful = try await Self.run(script, "keeps_state: true", stage, input)
    #expect(stateful.status == 65, "\(stateful)")
    #expect(stateful.errors.contains("lost with it"), "\(stateful)")
    let other = try await Self.run(script, "keeps_state: false", stage, input)
    #expect(!other.errors.contains("lost with it"), "\(other)")
  }

  @Test func `what ends in order after the last element loses nothing`() async throws {
    for keys in ["keeps_state: true", "keeps_state: true, end: '--'"] {
      let script =
        keys.contains("end")
        ? Self.sum.replacing("; echo $sum;", with: "; echo $sum; echo '--';") : Self.sum
      let outcome = try await Self.run(script, keys, "  - {map: total, on_error: skip}", "5\n6\n")
      #expect(outcome.status == 0 && outcome.lines == ["5", "11"], "\(outcome)")
    }
  }

  @Test func `several workers are warned of, and a plan has the key`() async throws {
    let files = [
      "spec.yaml": """
      plugins: [{name: total, command: [cat], framing: lines, keeps_state: true}]
      stages: [{map: total, workers: 2, maxsize: 9}]

      """
    ]
    let checked = try await Swpipe.run("validate", "spec.yaml", files: files)
    #expect((checked.text + checked.errors).contains("[state-per-worker]"), "\(checked)")
    let plan = try await Swpipe.run("plan", "spec.yaml", "--format", "json", files: files)
    #expect(plan.text.contains("\"keeps_state\": true"), "\(plan)")
  }
}

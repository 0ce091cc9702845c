import CommandSupport
import Testing

/// Task workers where the machine has nothing left for them.
@Suite struct TaskPoolTests {
  /// Runs a task stage in a shell with limits; sanitizers need more than any of these.
  private static func run(limits: String) async throws -> Outcome {
    let folder = try Folder(files: ["spec.yaml": "stages: [{map: identity, kind: task}]"])
    let command = "\(limits) && exec \(Repository.binary) run --quiet spec.yaml"
    return try await Child(["-c", command], in: folder, program: "/bin/sh").finish(
      Array("a\n".utf8)
    )
  }

  @Test(.disabled(if: Sanitizer.isOn), arguments: 5...14)
  func `however few files may be open, a run of tasks works or says what it needs`(_ limit: Int)
    async throws
  {
    let outcome = try await Self.run(limits: "ulimit -n \(limit)")
    if outcome.status == 0 {
      #expect(outcome.text == "a\n")
    } else {
      #expect(outcome.status == 69, "\(outcome)")
      #expect(outcome.errors.contains("ulimit -n"), "\(outcome)")
    }
  }
}

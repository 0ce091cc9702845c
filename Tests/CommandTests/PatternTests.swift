import CommandSupport
import Testing

/// Files that a pattern stands for.
@Suite struct PatternTests {
  private static func run(_ pattern: String) async throws -> Outcome {
    try await Swpipe.run(
      "run",
      "spec.yaml",
      files: [
        "spec.yaml": "source: {file: '\(pattern)'}\nstages: [{map: identity}]\n",
        "in/oak.txt": "oak\n", "in/elm.txt": "elm\n", "in/fir.csv": "fir\n",
      ]
    )
  }

  @Test func `files that several alternatives match are read once, in order`() async throws {
    let outcome = try await Self.run("in/{o*,oak,e*,*m}.txt")
    #expect(outcome.status == 0 && outcome.lines == ["elm", "oak"], "\(outcome)")
  }

  @Test func `an alternative without a wildcard has to be there`() async throws {
    let outcome = try await Self.run("in/{oak,ash}.txt")
    #expect(outcome.status == 66 && outcome.errors.contains("in/ash.txt"), "\(outcome)")
    #expect(outcome.lines.isEmpty, "\(outcome)")
  }
}

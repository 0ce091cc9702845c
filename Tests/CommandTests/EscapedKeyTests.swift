import CommandSupport
import Testing

/// Keys of JSON that are written with escapes, in tables.
@Suite struct EscapedKeyTests {
  private static let spec = """
    source: {stdin: {format: jsonl}}
    stages: [{map: identity}]
    sink: {stdout: {format: csv}}

    """

  @Test func `a key's escapes are not the name of another column`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: #"{"\\t":"backslash","\t":"tab"}"# + "\n" + #"{"\t":"2","\\t":"1"}"# + "\n",
      files: ["spec.yaml": Self.spec]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "\\t,\t\nbackslash,tab\n1,2\n", "\(outcome)")
  }

  @Test func `a key that only looks like a column when it is escaped is unknown`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: #"{"\\n":"a"}"# + "\n" + #"{"\n":"b"}"# + "\n",
      files: ["spec.yaml": Self.spec]
    )
    #expect(outcome.status == 65 && outcome.lines == ["\\n", "a"], "\(outcome)")
  }
}

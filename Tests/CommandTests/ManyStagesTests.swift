import CommandSupport
import Testing

@Suite struct ManyStagesTests {
  private static let length = 10_000

  /// A spec of so many sync stages that pass on what they get, behind others.
  private static func spec(behind first: String = "") -> String {
    var text = "stages:\n" + (first.isEmpty ? "" : "  - \(first)\n")
    for number in 0..<length { text += "  - {id: s\(number), map: identity}\n" }
    return text
  }

  @Test(arguments: [
    "", "{map: identity, kind: thread, workers: 2}", "{map: identity, kind: task, workers: 2}",
    "{map: identity, kind: task, workers: 2, timeout: 1h}",
    "{map: identity, kind: process, workers: 2}",
  ])
  func `ten thousand sync stages in a row run behind any worker`(first: String) async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "-q",
      input: "one\ntwo\nthree\n",
      files: ["spec.yaml": Self.spec(behind: first)]
    )
    #expect(outcome.status == 0, "\(outcome.errors.prefix(400))")
    #expect(outcome.lines.sorted() == ["one", "three", "two"])
  }

  @Test func `ten thousand task stages pass elements on until nobody wants more`() async throws {
    var spec = "source: {range: {stop: 20}}\nstages:\n"
    for number in 0..<Self.length {
      spec += "  - {id: s\(number), map: identity, kind: task}\n"
    }
    spec += "  - filter: {take: 3}\n"
    let outcome = try await Swpipe.run("run", "spec.yaml", "-q", files: ["spec.yaml": spec])
    #expect(outcome.status == 0, "\(outcome.errors.prefix(400))")
    #expect(outcome.text == "0\n1\n2\n")
  }
}

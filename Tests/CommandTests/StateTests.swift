import CommandSupport
import Testing

/// Stages that keep something from one element to the next, where several workers feed them.
@Suite struct StateTests {
  private static let words = ["pear", "fig", "pear", "plum", "fig", "fig", "kiwi", "pear", "plum"]
  private static let lines = words.map { "\($0)\n" }.joined()
  private static let met = "on_start: {met: {cache: {}}}"

  private static func run(_ spec: String, input: String = "") async throws -> Outcome {
    try await Swpipe.run("run", "spec.yaml", input: input, files: ["spec.yaml": spec])
  }

  @Test(arguments: [
    ["{map: {sleep: {max: 3ms}}, workers: 5, maxsize: 9}"],
    ["{map: {sleep: {max: 3ms}}, kind: thread, workers: 5}", "{map: identity}"],
    ["{map: identity, kind: process, workers: 3, maxsize: 3}"],
  ])
  func `a stage that names no workers sees all elements of those that feed it`(
    _ feeders: [String]
  ) async throws {
    let stages = feeders + ["{filter: cache.distinct, \(Self.met)}"]
    let spec = "stages:\n" + stages.map { "  - \($0)\n" }.joined()
    let outcome = try await Self.run(spec, input: Self.lines)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.sorted() == ["fig", "kiwi", "pear", "plum"], "\(outcome)")
  }

  private static func objects(_ numbers: Range<Int>) -> String {
    "{values: [" + numbers.map { "{n: \($0)}" }.joined(separator: ", ") + "]}"
  }

  @Test(arguments: ["", "defaults: {workers: 3}", "defaults: {kind: sync}"])
  func `behind a merge no number is given twice`(_ defaults: String) async throws {
    let outcome = try await Self.run(
      """
      \(defaults)
      sources: {low: \(Self.objects(0..<30)), high: \(Self.objects(30..<70))}
      stages:
        - {id: both, from: [low, high], map: {counter.add: {into: .id}}, on_start: {c: {counter: {}}}}
      sink: {stdout: {format: jsonl}}
      """
    )
    #expect(outcome.status == 0, "\(outcome)")
    let ids = outcome.lines.compactMap { $0.dropLast().split(separator: ":").last.map(String.init) }
    #expect(Set(ids) == Set((1...70).map(String.init)), "\(outcome)")
    #expect(ids.count == 70, "\(outcome)")
  }

  @Test func `a rate is not multiplied by the workers that feed its stage`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      source: {range: 25}
      stages:
        - {map: identity, workers: 4, maxsize: 8}
        - {map: rate_limit.wait, on_start: {pace: {rate_limit: {rate: 1, per: 10ms}}}}
      """
    ])
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(outcome.status == 0 && outcome.lines.count == 25, "\(outcome)")
    let report = folder.text("r.json") ?? ""
    let line = report.split(separator: "\n").first { $0.contains("\"seconds\"") } ?? ""
    let seconds = line.split(separator: " ").last.flatMap { Double($0.dropLast()) } ?? 0
    // The first goes on at once, the others one by one.
    #expect(seconds >= 0.239, "\(report)")
  }

  @Test func `plan and report say in how many workers a sync stage runs`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      stages:
        - {id: four, map: identity, workers: 4}
        - {id: below, map: identity}
      """
    ])
    let plan = try await Swpipe.run(["plan", "spec.yaml", "--format", "json"], in: folder)
    let run = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(run.status == 0, "\(run)")
    for text in [plan.text, folder.text("r.json") ?? ""] {
      let below = text.split(separator: "\"id\": \"below\"").last ?? ""
      #expect(below.contains("\"workers\": 4"), "\(text)")
    }
  }

  @Test func `elements that are replayed are numbered by one worker`() async throws {
    let spec = """
      source: {stdin: {format: jsonl}}
      stages:
        - {id: one, map: identity, on_error: dead_letter}
        - {id: two, map: {counter.add: {into: .id}}, on_start: {ids: {counter: {}}}, on_error: dead_letter}
      dead_letter: {file: {path: later.jsonl}}
      sink: {stdout: {format: jsonl}}
      """
    let letters = (0..<40).map { number in
      let stage = number % 2 == 0 ? "one" : "two"
      return #"{"stage": "\#(stage)", "type": "json", "input": "{\"n\": \#(number)}"}"# + "\n"
    }
    let outcome = try await Swpipe.run(
      "replay",
      "spec.yaml",
      "letters.jsonl",
      files: ["spec.yaml": spec, "letters.jsonl": letters.joined()]
    )
    #expect(outcome.status == 0, "\(outcome)")
    let ids = outcome.lines.compactMap { $0.dropLast().split(separator: ":").last.map(String.init) }
    #expect(Set(ids).count == 40 && ids.count == 40, "\(outcome)")
  }
}

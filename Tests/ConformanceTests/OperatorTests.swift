import CommandSupport
import Testing

/// What pypeln's tests of map, filter, flat_map, each and ordered say, in chains of any two kinds.
@Suite struct OperatorTests {
  private static let bound = 20

  /// The chain under test: a flat_map, two maps and a filter whose kinds take turns.
  private static func chain(_ pair: LayoutPair) -> String {
    """
    stages:
      - {id: words, flat_map: text.words, \(pair.first.keys)}
      - {id: parsed, map: number.parse, \(pair.second.keys)}
      - {id: tripled, map: {number.multiply: 3}, \(pair.first.keys)}
      - {id: large, filter: {number.greater_than: \(bound)}, from: tripled, \(pair.second.keys)}

    """
  }

  /// What the chain gives, in the order of the source.
  private static func model(_ input: NumberLines) -> [Int] {
    input.numbers.map { $0 * 3 }.filter { $0 > bound }
  }

  @Test(arguments: LayoutPair.all)
  func `each element comes out once, changed, filtered and multiplied`(_ pair: LayoutPair)
    async throws
  {
    let input = NumberLines(seed: pair.seed)
    let effects = """
        - {id: seen, each: file.append, from: tripled, on_start: {file: {file: seen.txt}}, \(pair.first.keys)}
      sinks:
        out: {from: large, stdout: {}}

      """
    let run = try await Pipeline.run(Self.chain(pair) + effects, input: input.text)
    #expect(run.numbers.sorted() == Self.model(input).sorted())
    #expect(run.numbers(in: "seen.txt").sorted() == input.numbers.map { $0 * 3 }.sorted())
    #expect(run.report.count("in", of: "words") == input.lines.count)
    #expect(run.report.count("emitted", of: "words") == input.numbers.count)
    #expect(run.report.count("kept", of: "large") == Self.model(input).count)
    #expect(run.report.count("consumed", of: "seen") == input.numbers.count)
  }

  @Test(arguments: LayoutPair.all)
  func `ordered gives the order of the source back`(_ pair: LayoutPair) async throws {
    let input = NumberLines(seed: pair.seed)
    let run = try await Pipeline.run(Self.chain(pair) + "  - ordered: true\n", input: input.text)
    #expect(run.numbers == Self.model(input))
  }

  @Test(arguments: WorkerKind.allCases)
  func `one worker keeps the order by itself`(_ kind: WorkerKind) async throws {
    let input = NumberLines(seed: 3)
    let layout = Layout(kind: kind, workers: 1, maxsize: 4)
    let run = try await Pipeline.run(
      Self.chain(LayoutPair(first: layout, second: layout)),
      input: input.text
    )
    #expect(run.numbers == Self.model(input))
  }

  @Test(arguments: WorkerKind.allCases)
  func `each gives nothing and has its effect on every element`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 1)
    let spec = """
      stages:
        - {each: file.append, on_start: {file: {file: seen.txt}}, \(layout.keys)}
      sink: discard
      """
    let numbers = Array(1...100)
    let run = try await Pipeline.run(spec, input: numbers.map { "\($0)\n" }.joined())
    #expect(run.outcome.output.isEmpty)
    #expect(run.numbers(in: "seen.txt").sorted() == numbers)
  }

  @Test func `the short and the long way to write a stage mean the same`() async throws {
    let input = NumberLines(seed: 4)
    let short = "stages:\n  - flat_map: text.words\n  - map: {number.add: 1}\n"
    let long = """
      stages:
        - id: words
          flat_map: {text.words: {}}
          kind: sync
        - id: added
          map: number.add
          from: words
          with: {value: 1}
          kind: sync
      """
    let runs = [
      try await Pipeline.run(short, input: input.text),
      try await Pipeline.run(long, input: input.text),
    ]
    #expect(runs[0].numbers == input.numbers.map { $0 + 1 })
    #expect(runs[1].outcome.output == runs[0].outcome.output)
  }
}

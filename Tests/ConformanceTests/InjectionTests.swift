import CommandSupport
import Testing

/// What a transform may ask for: which element it has, and which worker it is.
@Suite struct InjectionTests {
  @Test(arguments: LayoutPair.all.filter { $0.first.maxsize != 0 && $0.second.maxsize != 0 })
  func `element_index is the place in the source and one in each flat_map`(_ pair: LayoutPair)
    async throws
  {
    let input = NumberLines(seed: pair.seed)
    // A filter and maps keep it, each flat_map adds a number.
    let run = try await Pipeline.run(
      """
      stages:
        - {id: words, flat_map: text.words, \(pair.first.keys)}
        - {id: some, filter: {text.ends_with: {text: '7', invert: true}}, \(pair.second.keys)}
        - {id: split, flat_map: {text.split: '-'}, \(pair.first.keys)}
        - {id: said, each: {log: '{{ $element_index }} {{ . }}'}, \(pair.second.keys)}
      sink: discard
      """,
      input: input.text
    )
    var expected: [String] = []
    for (i, line) in input.lines.enumerated() {
      for (j, number) in line.enumerated() where abs(number) % 10 != 7 {
        let parts = String(number).split(separator: "-", omittingEmptySubsequences: false)
        for (k, part) in parts.enumerated() { expected.append("[\(i),\(j),\(k)] \(part)") }
      }
    }
    #expect(run.log("said").sorted() == expected.map { $0[...] }.sorted())
  }

  @Test(arguments: WorkerKind.allCases)
  func `a worker's number and kind are in its range and in its elements`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 4, maxsize: 4)
    let run = try await Pipeline.run(
      "stages:\n  - {map: debug.worker, \(layout.keys)}\n",
      input: String(repeating: "a\n", count: 100)
    )
    #expect(run.outcome.lines.count == 100)
    for line in run.outcome.lines {
      let worker = try #require(line.firstMatch(of: /"kind":"(\w+)".*"worker":(\d+)/))
      #expect(worker.1 == kind.rawValue)
      #expect((0..<layout.workers).contains(Int(worker.2) ?? -1))
    }
  }
}

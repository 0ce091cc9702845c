import Testing

/// What pypeln's tests of concat say: one stage that feeds two, and one that is named thrice.
@Suite struct MergeTests {
  @Test(arguments: LayoutPair.all)
  func `branches get every element, and a merge gets all of all branches`(_ pair: LayoutPair)
    async throws
  {
    let input = NumberLines(seed: pair.seed, perLine: 1...1)
    let (first, second) = (pair.first.keys, pair.second.keys)
    let spec = """
      stages:
        - {id: numbers, map: number.parse, \(first)}
        - {id: tripled, map: {number.multiply: 3}, from: numbers, \(second)}
        - {id: negated, map: {number.multiply: -1}, from: numbers, \(second)}
        - {id: both, map: identity, from: [tripled, negated], \(first)}
        - {id: twice, map: identity, from: [numbers, numbers], \(second)}
        - {id: thrice, map: identity, from: [twice, numbers], \(first)}
      sinks:
        both: {from: both, file: both.txt}
        thrice: {from: thrice, file: thrice.txt}
      """
    let run = try await Pipeline.run(spec, input: input.text)
    let both = input.numbers.flatMap { [$0 * 3, -$0] }
    #expect(run.numbers(in: "both.txt").sorted() == both.sorted())
    let thrice = input.numbers.flatMap { [$0, $0, $0] }
    #expect(run.numbers(in: "thrice.txt").sorted() == thrice.sorted())
  }

  @Test(arguments: WorkerKind.queued)
  func `many sources of unequal length lose nothing`(_ kind: WorkerKind) async throws {
    let sources = 0..<12
    var spec = "sources:\n"
    for number in sources {
      spec +=
        "  s\(number): {range: {start: \(number * 1000), stop: \(number * 1000 + number * 7)}}\n"
    }
    let layout = Layout(kind: kind, workers: 2, maxsize: 1)
    let names = sources.map { "s\($0)" }.joined(separator: ", ")
    spec += "stages:\n  - {id: all, map: identity, from: [\(names)], \(layout.keys)}\n"
    let run = try await Pipeline.run(spec)
    let expected = sources.flatMap { number in (0..<number * 7).map { number * 1000 + $0 } }
    #expect(run.numbers.sorted() == expected)
  }

  @Test(arguments: WorkerKind.allCases)
  func `behind a merge ordered sorts by element_index, equal ones by their place in from`(
    _ kind: WorkerKind
  ) async throws {
    let layout = Layout(kind: kind, workers: 7, maxsize: 4)
    let spec = """
      source: {range: {start: 0, stop: 300}}
      stages:
        - {id: numbers, map: identity, \(layout.keys)}
        - {id: tripled, map: {number.multiply: 3}, from: numbers, \(layout.keys)}
        - {id: negated, map: {number.multiply: -1}, from: numbers, \(layout.keys)}
        - {ordered: true, from: [negated, tripled, negated]}
      """
    let run = try await Pipeline.run(spec)
    #expect(run.numbers == (0..<300).flatMap { [-$0, $0 * 3, -$0] })
  }

  /// Both branches stand in one queue, where they share the room for what the worker before them makes.
  @Test(arguments: WorkerKind.queued, [16, 300])
  func `a stage that reads two branches of one worker gets all, also on one processor`(
    _ kind: WorkerKind,
    _ maxsize: Int
  ) async throws {
    let count = 2000
    let (few, many) = (
      Layout(kind: kind, workers: 1, maxsize: maxsize),
      Layout(kind: kind, workers: 3, maxsize: maxsize)
    )
    let spec = """
      source: {range: {stop: \(count)}}
      stages:
        - {id: a, map: identity, \(few.keys)}
        - {id: more, map: {number.add: \(count)}, from: a, kind: sync}
        - {id: less, map: {number.add: -\(count)}, from: a, kind: sync}
        - {id: both, map: identity, from: [more, less], \(many.keys)}
        - {id: all, map: identity, from: [both, both, both], \(few.keys)}
      """
    let run = try await Pipeline.startOnOneProcessor(spec).end()
    let both = (0..<count).flatMap { [$0 + count, $0 - count] }
    #expect(run.numbers.sorted() == both.flatMap { [$0, $0, $0] }.sorted())
  }
}

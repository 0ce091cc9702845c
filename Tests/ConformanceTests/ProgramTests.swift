import CommandSupport
import Testing

/// jq's programs give the same on workers of every kind, whatever slices the elements come in.
@Suite struct ProgramTests {
  @Test(arguments: LayoutPair.all)
  func `a program gives the same on all kinds of workers and queues`(_ pair: LayoutPair)
    async throws
  {
    let input = NumberLines(seed: pair.seed)
    let run = try await Pipeline.run(
      """
      stages:
        - {id: numbers, flat_map: 'split(" ")[] | select(. != "") | tonumber', \(pair.first.keys)}
        - {id: made, map: '{n: ., text: "n\\(.)"}', \(pair.second.keys)}
        - {id: kept, filter: '.n > -50 and (.text | test("^n-?[0-9]+$"))', \(pair.first.keys)}
        - {id: summed, map: 'reduce range(3) as $i (.n; . + $i)', \(pair.second.keys)}
        - ordered: true

      """,
      input: input.text
    )
    #expect(run.numbers == input.numbers.filter { $0 > -50 }.map { $0 + 3 })
    #expect(run.report.count("emitted", of: "numbers") == input.numbers.count)
  }

  /// Far more than a batch holds, so that the program pauses and goes on.
  @Test(arguments: WorkerKind.allCases, ["fail", "skip"])
  func `a program with many outputs gives all of them in their order`(
    _ kind: WorkerKind,
    _ policy: String
  ) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 4)
    let run = try await Pipeline.run(
      """
      stages:
        - {flat_map: 'tonumber as $start | range($start; $start + 30000)', on_error: \(policy), \(layout.keys)}
        - ordered: true
      """,
      input: "0\n30000\n60000\n"
    )
    #expect(run.numbers == Array(0..<90000))
  }

  @Test(arguments: WorkerKind.queued)
  func `an element whose program never ends fails by the timeout, and no other`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 1, maxsize: 4)
    let run = try await Pipeline.run(
      """
      stages:
        - map: 'def f: f; if . == "endless" then f else length end'
          id: lengths
          timeout: 2s
          on_error: skip
          \(layout.keys.replacing(", ", with: "\n    "))
      """,
      input: "a\nendless\nabc\n"
    )
    #expect(run.numbers.sorted() == [1, 3])
    #expect(run.report.count("skipped", of: "lengths") == 1)
  }

  /// A worker process hears of it with its next slice only.
  @Test(arguments: [WorkerKind.sync, .thread, .task], ["", ", workers: 2, maxsize: 3"])
  func `an element that gives for ever ends when nobody takes more of it`(
    _ kind: WorkerKind,
    _ reader: String
  ) async throws {
    let layout = Layout(kind: kind, workers: 1, maxsize: 4)
    let run = try await Pipeline.run(
      """
      stages:
        - {id: endless, flat_map: 'repeat(1)', \(layout.keys)}
        - {id: same, map: identity\(reader)}
        - {filter: {take: 3}, from: same}
      """,
      input: "7\n"
    )
    #expect(run.numbers == [1, 1, 1])
    #expect(run.report.count("consumed", of: "endless") == 1)
  }
}

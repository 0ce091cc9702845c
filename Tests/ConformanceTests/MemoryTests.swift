import CommandSupport
import Testing

/// A memory budget that is far too small makes sources wait, and never the run.
@Suite struct MemoryTests {
  private static let count = 3_000

  /// About 2.5 MiB of elements against a budget of 1 MiB.
  private static let input = (0..<count).map { number in
    let text = String(number)
    return String(repeating: "0", count: 8 - text.utf8.count) + text
      + String(repeating: ".", count: 800) + "\n"
  }

  private static func run(_ stages: String) async throws -> Pipeline {
    try await Pipeline.run(
      "limits: {memory: 1MiB}\nstages:\n" + stages,
      input: input.joined()
    )
  }

  /// The elements' numbers, in the order in which they came out.
  private static func order(_ run: Pipeline) -> [Int] {
    run.outcome.lines.compactMap { Int($0.prefix(8)) }
  }

  @Test(arguments: Layout.all(of: WorkerKind.queued).filter { $0.maxsize != 1 && $0.workers == 7 })
  func `a diamond whose one branch drops everything comes to its end`(_ layout: Layout)
    async throws
  {
    let run = try await Self.run(
      """
        - {id: all, map: identity, \(layout.keys)}
        - {id: none, filter: {text.contains: x}, from: all, \(layout.keys)}
        - {id: some, filter: {text.contains: '0'}, from: all, \(layout.keys)}
        - {id: both, map: identity, from: [none, some], \(layout.keys)}
      """
    )
    #expect(Self.order(run).sorted() == Array(0..<Self.count))
  }

  @Test(arguments: WorkerKind.queued)
  func `an unlike pair of branches comes to its end`(_ kind: WorkerKind) async throws {
    // One branch waits at its first elements while the other one has the budget to itself.
    let layout = Layout(kind: kind, workers: 2, maxsize: 0)
    let run = try await Self.run(
      """
        - {id: all, map: identity, \(layout.keys)}
        - {id: quick, map: identity, from: all, \(layout.keys)}
        - {id: slow, map: sleep, with: {max: 100us}, from: all, kind: \(kind), workers: 7}
        - {id: both, map: identity, from: [quick, slow], \(layout.keys)}
      """
    )
    #expect(Self.order(run).sorted() == (0..<Self.count).flatMap { [$0, $0] })
  }

  @Test(arguments: Layout.all(of: WorkerKind.queued).filter { $0.workers == 7 })
  func `ordered stages keep their order and come to their end`(_ layout: Layout) async throws {
    let run = try await Self.run(
      """
        - {map: identity, \(layout.keys), ordered: true}
        - {filter: {text.contains: '0'}, \(layout.keys), ordered: true}
        - {flat_map: text.words, \(layout.keys)}
        - ordered: true
      """
    )
    #expect(Self.order(run) == Array(0..<Self.count))
  }

  @Test(arguments: WorkerKind.allCases)
  func `a sort behind a diamond holds more than the budget`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 7, maxsize: 4)
    let run = try await Self.run(
      """
        - {id: all, map: identity, \(layout.keys)}
        - {id: odd, filter: {text.matches: '^\\d{7}[13579]'}, from: all, \(layout.keys)}
        - {id: even, filter: {text.matches: '^\\d{7}[02468]'}, from: all, \(layout.keys)}
        - {ordered: true, from: [odd, even]}
      """
    )
    #expect(Self.order(run) == Array(0..<Self.count))
  }

  @Test(arguments: WorkerKind.allCases)
  func `an element that is larger than the budget passes`(_ kind: WorkerKind) async throws {
    let layout = Layout(kind: kind, workers: 2, maxsize: 0)
    let large = String(repeating: "x", count: 3 << 20)
    let run = try await Pipeline.run(
      """
      limits: {memory: 1MiB}
      stages:
        - {id: all, map: identity, \(layout.keys)}
        - {id: again, map: identity, from: all, \(layout.keys)}
        - {id: both, map: identity, from: [all, again], \(layout.keys)}
      """,
      input: "\(large)\na\n\(large)\nb\n"
    )
    #expect(
      run.outcome.lines.map(\.utf8.count).sorted() == [1, 1, 1, 1]
        + Array(repeating: 3 << 20, count: 4)
    )
  }
}

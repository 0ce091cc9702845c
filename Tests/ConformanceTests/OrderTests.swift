import CommandSupport
import Testing

/// Order streams: it comes from any number of workers, and nobody waits for the end of the input.
@Suite struct OrderTests {
  /// Elements take random times, so that they overtake one another.
  private static func sleeping(_ layout: Layout, _ more: String = "") -> String {
    "{map: sleep, with: {max: 5ms}, \(layout.keys)\(more)}"
  }

  @Test(arguments: WorkerKind.queued, Layout.maxsizes)
  func `an ordered stage keeps the order of its queue`(_ kind: WorkerKind, _ maxsize: Int)
    async throws
  {
    let layout = Layout(kind: kind, workers: 4, maxsize: maxsize)
    let spec = """
      source: {range: {start: 0, stop: 100}}
      stages:
        - \(Self.sleeping(layout, ", ordered: true"))
        - \(Self.sleeping(layout, ", ordered: true"))
      """
    let run = try await Pipeline.run(spec)
    #expect(run.numbers == Array(0..<100))
  }

  @Test(arguments: WorkerKind.queued)
  func `an endless source shows its first elements in order at once`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 4, maxsize: 0)
    let spec = """
      source: {range: {start: 0, stop: 1000000000000000}}
      stages:
        - \(Self.sleeping(layout))
        - {flat_map: identity, \(layout.keys)}
        - ordered: true
      """
    let running = try await Pipeline.start(spec)
    try await running.child.readOutput(until: "\n30\n")
    running.child.closeOutput()
    let run = try await running.end()
    #expect(run.numbers.starts(with: 0...30))
  }

  @Test(arguments: WorkerKind.queued)
  func `a single element on an open input passes every ordered stage`(_ kind: WorkerKind)
    async throws
  {
    let layout = Layout(kind: kind, workers: 4, maxsize: 4)
    let spec = """
      stages:
        - {flat_map: text.words, \(layout.keys), ordered: true}
        - {filter: {text.contains: {text: x, invert: true}}, \(layout.keys), ordered: true}
        - {map: identity, \(layout.keys), ordered: true}
        - ordered: true
      """
    let running = try await Pipeline.start(spec)
    // None of the first lines gives anything; the order must not wait for them.
    for line in ["x x\n", "\n", "1 x 2\n", "3\n"] { try await running.child.send(line) }
    try await running.child.readOutput(until: "1\n2\n3\n")
    let run = try await running.finish("4\n")
    #expect(run.numbers == [1, 2, 3, 4])
  }
}

import CommandSupport
import Testing

/// `take: 0` has its count before the first element.
@Suite struct TakeNothingTests {
  @Test(arguments: WorkerKind.allCases)
  func `take 0 ends a run whose input is silent`(_ kind: WorkerKind) async throws {
    let keys = Layout(kind: kind).keys
    let run = try await Pipeline.start("stages: [{id: none, filter: {take: 0}, \(keys)}]").end()
    #expect(run.outcome.output == [])
  }

  @Test(arguments: WorkerKind.queued)
  func `a sync take 0 behind a worker ends a run whose input is silent`(_ kind: WorkerKind)
    async throws
  {
    let keys = Layout(kind: kind).keys
    let run = try await Pipeline.start(
      "stages: [{map: identity, \(keys)}, {filter: {take: 0}, kind: sync}]"
    ).end()
    #expect(run.outcome.output == [])
  }
}

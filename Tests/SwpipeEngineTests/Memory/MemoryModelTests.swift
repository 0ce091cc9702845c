import SwpipeCore
import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct MemoryModelTests {
  @Test(arguments: 0..<Effort.part(of: 600))
  func `whatever the graph, all comes to its end within a bound`(seed: Int) throws {
    var model = MemoryModel(seed: seed)
    while model.step() {}
    try #require(model.isDone, "somebody waits for ever")
    #expect(model.missing == 0)
    #expect(model.budget.used == 0)
    #expect(model.budget.peak <= model.allowed)
  }
}

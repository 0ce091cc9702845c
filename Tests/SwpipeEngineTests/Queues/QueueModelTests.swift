import Testing

@testable import SwpipeEngine

@Suite(.timeLimit(.minutes(5)))
struct QueueModelTests {
  @Test(arguments: 0..<Effort.part(of: 400))
  func `nobody is stranded and every element is taken once`(seed: Int) throws {
    var model = QueueModel(seed: seed)
    while try model.step() {}
    try model.checkNobodyIsStranded()
    try #require(model.isDone, "somebody waits for ever")
    #expect(model.taken == model.arrivals)
    #expect(model.queue.waiting + model.queue.reserved + model.queue.leased == 0)
  }

  @Test(arguments: 0..<Effort.part(of: 400))
  func `consumers that are stuck with an element keep nobody else waiting`(seed: Int) throws {
    var model = QueueModel(seed: seed)
    var steps = 0
    while try model.step() {
      steps += 1
      if steps % 7 == 0 { try model.stepWithoutSome() }
    }
    try #require(model.isDone, "somebody waits for ever")
    #expect(model.taken == model.arrivals)
  }

  @Test(arguments: 0..<Effort.part(of: 200))
  func `whenever elements stop being wanted all come to an end and are accounted for`(seed: Int)
    throws
  {
    var model = QueueModel(seed: seed)
    for _ in 0..<seed * 3 where try !model.step() { break }
    try model.end(cancelling: seed % 2 == 0)
    while try model.step() {}
    try #require(model.isDone, "somebody waits for ever")
    #expect(model.taken + model.dropped == model.arrivals)
  }
}

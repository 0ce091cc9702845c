import SwpipeCore
import Testing

@Suite struct StreamTransformTests {
  private let numbers = (0..<100).map { String($0) }

  @Test(arguments: [Operator.map, .filter])
  func `identity changes nothing`(_ work: Operator) throws {
    let outcome = try Harness("identity", work).run(TextTransformTests.strange)
    #expect(outcome.elements == TextTransformTests.strange)
  }

  @Test func `identity as flat_map adds a level to the index`() throws {
    let outcome = try Harness("identity", .flatMap).run(["a", "b"])
    #expect(outcome.indices == [ElementIndex([0, 0]), ElementIndex([1, 0])])
  }

  @Test func `take and skip share the elements between them`() throws {
    for count in [0, 1, 5, 99, 100, 101] {
      let argument = ["count": Argument.integer(Int64(count))]
      let taken = try Harness("take", .filter, argument).run(numbers)
      let skipped = try Harness("skip", .filter, argument).run(numbers)
      #expect(taken.texts == Array(numbers.prefix(count)))
      #expect(skipped.texts == Array(numbers.dropFirst(count)))
      #expect(taken.indices + skipped.indices == numbers.indices.map { ElementIndex([$0]) })
      var inverted = try Harness("take", .filter, argument)
      inverted.isInverted = true
      #expect(try inverted.run(numbers) == skipped)
    }
  }

  @Test func `take is exhausted once it has its count`() throws {
    let harness = try Harness("take", .filter, ["count": .integer(0)])
    let context = TransformContext(workerInfo: harness.worker, stop: harness.stop, log: harness.log)
    let transform = try harness.role.make(harness.arguments, .filter, context)
    #expect((transform as? any FilterTransform)?.isExhausted == true)
    #expect(harness.role.needsOneWorker)
  }

  @Test func `a sample is the same however the input is cut`() throws {
    let all = (0..<10_000).map { String($0) }
    func sample(_ rate: Double, seed: Int64) throws -> [String] {
      try Harness("sample", .filter, ["rate": .number(rate), "seed": .integer(seed)]).run(all).texts
    }
    let tenth = try sample(0.1, seed: 1)
    #expect((900...1100).contains(tenth.count))
    #expect(Set(tenth).isSubset(of: try sample(0.2, seed: 1)))
    #expect(try sample(0.1, seed: 2) != tenth)
    #expect(try sample(0, seed: 1).isEmpty)
    #expect(try sample(1, seed: 1) == all)
  }

  @Test func `sleep passes elements on and returns at once when the run is stopped`() throws {
    let short = try Harness("sleep", .map, ["duration": .duration(1000)])
    #expect(try short.run(["a", "b"]).texts == ["a", "b"])
    let long = try Harness("sleep", .map, ["min": .duration(1 << 60), "max": .duration(1 << 61)])
    long.stop.open()
    #expect(try long.run(numbers).texts == numbers)
  }

  @Test func `sleep wants one way to say how long`() throws {
    func messages(_ arguments: [String: Argument]) throws -> [String] {
      try Harness("sleep", .map, arguments).problems.map(\.message)
    }
    #expect(try messages([:]) == ["sleep needs duration or max"])
    #expect(try messages(["min": .duration(1)]) == ["sleep needs duration or max"])
    #expect(try messages(["duration": .duration(1), "max": .duration(1)]).count == 1)
    #expect(try messages(["min": .duration(2), "max": .duration(1)]) == ["min is more than max"])
    #expect(try messages(["max": .duration(1)]).isEmpty)
  }
}

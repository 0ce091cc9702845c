import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// What a worker finds out of its transform.
@Suite struct StageTransformTests {
  private struct Ending: MapTransform, EndingTransform {
    let calls: CallCount

    func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
      output.append(element)
    }

    func end(_ status: StageStatus?) throws(RunFailure) {
      calls.count.wrappingAdd(1, ordering: .relaxed)
    }
  }

  private struct Early: MapTransform, InterruptibleTransform {
    var untouched = 0

    mutating func begin(_ batch: Batch, _ range: Range<Int>) {
      untouched = range.lowerBound
    }

    func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
      output.append(element)
    }
  }

  private static func made(_ transform: any Transform, isInverted: Bool = false) -> StageTransform {
    StageTransform(transform, work: .filter, isInverted: isInverted)
  }

  @Test func `a type says what it can do as a cast would`() {
    let calls = CallCount()
    let all: [any Transform] = [
      AddOne(), Even(), Triple(), TakeFirst(count: 1), Doze(calls: calls), Ending(calls: calls),
      Early(), Flaky(failures: 1),
    ]
    for transform in all {
      let type = type(of: transform)
      #expect(type.isAwaiting == (transform is any AwaitingTransform), "\(type)")
      #expect(type.isInterruptible == (transform is any InterruptibleTransform), "\(type)")
      #expect(type.isEnding == (transform is any EndingTransform), "\(type)")
      #expect(type.isFilter == (transform is any FilterTransform), "\(type)")
    }
  }

  @Test func `only a transform that ends is told of the end`() throws {
    let calls = CallCount()
    var ending = Self.made(Ending(calls: calls))
    try ending.end(nil)
    #expect(calls.count.load(ordering: .relaxed) == 1)
    var other = Self.made(AddOne())
    try other.end(nil)
    #expect(!other.awaits && !other.isInterruptible && other.untouched == nil)
  }

  @Test func `a filter that refuses all is exhausted, unless its verdict is inverted`() {
    #expect(Self.made(TakeFirst(count: 0)).isExhausted)
    #expect(!Self.made(TakeFirst(count: 0), isInverted: true).isExhausted)
    #expect(!Self.made(TakeFirst(count: 1)).isExhausted)
    #expect(!Self.made(AddOne()).isExhausted)
  }

  @Test func `an interruptible transform says what it has not touched`() throws {
    let batch = try #require(Batch.counting(9))
    var early = Self.made(Early())
    early.begin(batch, 4..<9)
    #expect(early.untouched == 4)
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// What a worker in a process of its own keeps until it is sent.
@Suite struct RemoteDeliveryTests {
  private static func failed(_ final: ErrorPolicy.Final) throws -> FailedElement {
    var pipeline = Pipeline()
    pipeline.add("add")
    pipeline.stages[0].onError = ErrorPolicy(then: final)
    let batch = try #require(Batch.counting(1))
    return FailedElement(
      Slice(batch, 0..<1),
      0,
      ElementFailure("bad"),
      plan: pipeline.stages[0],
      worker: WorkerInfo(index: 0, kind: .process, stage: "add-0"),
      attempts: 1
    )
  }

  @Test func `what was given and what failed is taken once`() throws {
    let below = try QueuesBelow(maxsizes: [0])
    let delivery = RemoteDelivery(stop: Futex())
    delivery.push(below.targets[0], try .texts(["a"]))
    #expect(delivery.keep(try Self.failed(.skip)))
    let taken = delivery.take()
    #expect(taken.output.map(\.segment.batch.texts) == [["a"]])
    #expect(taken.failed.map(\.message) == ["bad"])
    let next = delivery.take()
    #expect(next.output.isEmpty && next.failed.isEmpty)
    #expect(below.texts() == [])
  }

  @Test func `more than should be kept is sent at once`() throws {
    let below = try QueuesBelow(maxsizes: [0])
    let delivery = RemoteDelivery(stop: Futex())
    var sent: [String] = []
    delivery.overflow = {
      sent += delivery.take().output.flatMap(\.segment.batch.texts).map { String($0.prefix(1)) }
    }
    delivery.push(below.targets[0], try .texts(["a"]))
    #expect(sent == [])
    delivery.push(below.targets[0], try .large("b"))
    #expect(sent == ["a", "b"])
    delivery.push(below.targets[0], try .texts(["c"]))
    #expect(sent == ["a", "b"])
  }

  @Test func `an element that stops the run stops the work here, too`() throws {
    let stop = Futex()
    let delivery = RemoteDelivery(stop: stop)
    #expect(delivery.keep(try Self.failed(.deadLetter)) && !stop.isOpen)
    #expect(try !delivery.keep(Self.failed(.fail)) && stop.isOpen)
    #expect(delivery.take().failed.count == 2)
  }
}

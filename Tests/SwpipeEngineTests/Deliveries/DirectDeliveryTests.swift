import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeEngine

/// How a thread hands on what it makes, where its stage is not ordered.
@Suite struct DirectDeliveryTests {
  @Test func `places that a slice did not use are free again at its end`() throws {
    let below = try QueuesBelow(maxsizes: [64])
    let delivery = DirectDelivery(targets: below.targets)
    #expect(delivery.reserve(41) == 41)
    #expect(below.room(of: 64) == 24)
    delivery.push(below.targets[0], try .texts(["a", "b"]))
    #expect(below.room(of: 64) == 24)
    delivery.endSlice()
    #expect(below.room(of: 64) == 62)
    #expect(below.texts() == ["a", "b"])
  }

  @Test func `places that were reserved ahead outlast the slice before`() throws {
    let below = try QueuesBelow(maxsizes: [64])
    let delivery = DirectDelivery(targets: below.targets)
    #expect(delivery.reserve(11) == 11)
    #expect(delivery.reserveAhead(20) == 20)
    #expect(below.room(of: 64) == 34)
    delivery.endSlice()
    #expect(below.room(of: 64) == 44)
    // The one that is the worker's own to hold is not among them.
    #expect(delivery.reserveAhead(60) == 44)
    delivery.push(below.targets[0], try .texts((0..<20).map { "\($0)" }))
    #expect(below.room(of: 64) == 0)
    delivery.endSlice()
    delivery.releaseReserved()
    #expect(below.room(of: 64) == 44)
  }

  @Test func `a source whose time is over waits neither for places nor for room`() throws {
    let below = try QueuesBelow(maxsizes: [3])
    let delivery = DirectDelivery(targets: below.targets, patience: { 0 })
    #expect(try below.push(3, into: 0) == 0)
    #expect(delivery.reserve(10) == 1)
    delivery.push(below.targets[0], try .texts(["late"]))
    #expect(below.texts() == ["0", "1", "2"])
    #expect(below.control.units[1].counters.abandoned.load(ordering: .relaxed) == 1)
  }

  /// The one below that must make room may need a place that the lane holds.
  @Test func `who waits for room gives back the places that it was promised`() async throws {
    try await offPool {
      let below = try QueuesBelow(maxsizes: [32, 2])
      let delivery = Handover(value: DirectDelivery(targets: [below.targets[0]]))
      #expect(delivery.value.reserve(31) == 31)
      #expect(try below.push(2, into: 1) == 0)
      let segment = try Segment.texts(["one more"])
      let thread = try WorkerThread(name: "push", events: Parker()) {
        // A queue that nothing was promised in.
        delivery.value.push(below.targets[1], segment)
      }
      while below.room(of: 32) < 32 { Futex().wait(nanoseconds: 100_000) }
      #expect(!thread.hasEnded)
      while !thread.hasEnded { _ = below.texts(1) }
    }
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Places promised to a lane, in queues that it feeds through one input or several.
@Suite struct ReservationTests {
  /// A queue in which so many elements wait, and targets for so many of its inputs.
  private static func queue(maxsize: Int, waiting: Int, inputs: Int) throws -> [QueueTarget] {
    let queue = BoundedQueue(maxsize: maxsize, producers: 2)
    let gate = MemoryGate(
      limit: 1 << 30,
      topology: Topology(Pipeline().plan),
      queues: [],
      waiters: MemoryWaiters(),
      events: Parker()
    )
    let targets = (0..<inputs).map {
      QueueTarget(queue: queue, unit: 0, input: $0, counters: StageCounters(), memory: gate)
    }
    if waiting > 0 {
      let batch = try #require(Batch.of((0..<waiting).map { ("x", [$0]) }))
      targets[0].push(Segment(batch: batch, range: 0..<waiting), parker: Parker())
    }
    return targets
  }

  @Test func `two inputs of one queue share its room`() throws {
    let targets = try Self.queue(maxsize: 1000, waiting: 940, inputs: 2)
    var reservation = Reservation(targets)
    guard case .granted(let count) = reservation.attempt(20) else {
      Issue.record("there is room for 2 × 19 and more")
      return
    }
    #expect(count == 20)
    #expect(reservation.use(20, of: targets[0].queue) == 20)
    #expect(reservation.use(20, of: targets[1].queue) == 18)
    #expect(reservation.use(1, of: targets[0].queue) == 0)
  }

  @Test func `what is given back is there for the next`() throws {
    let targets = try Self.queue(maxsize: 10, waiting: 0, inputs: 1)
    var (first, second) = (Reservation(targets), Reservation(targets))
    guard case .granted(11) = first.attempt(50), case .granted(1) = second.attempt(50) else {
      Issue.record("the first takes all ten places, and each has one more of its own")
      return
    }
    #expect(first.use(4, of: targets[0].queue) == 4)
    first.release()
    guard case .granted(7) = second.attempt(50) else {
      Issue.record("six places came back")
      return
    }
  }
}

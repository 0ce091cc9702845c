import SwpipeCore
import Testing

@testable import SwpipeEngine

/// The queues below a lane without anything that reads them.
struct QueuesBelow {
  let control: RunControl
  let queues: [BoundedQueue]
  let targets: [QueueTarget]

  /// `ways` are the queues, by number, that the lane's targets lead to: each in turn where it is nil.
  init(maxsizes: [Int], ways: [Int]? = nil, memory: Int = 512 << 20) throws {
    var pipeline = Pipeline()
    pipeline.memory = memory
    let control = try pipeline.prepare().control
    let queues = maxsizes.map { BoundedQueue(maxsize: $0, producers: 1) }
    self.control = control
    self.queues = queues
    targets = (ways ?? Array(maxsizes.indices)).enumerated().map { input, queue in
      QueueTarget(
        queue: queues[queue],
        unit: 1,
        input: input,
        counters: control.units[1].counters,
        memory: control.memory
      )
    }
  }

  /// Pushes so many elements into a queue; how many found no room.
  func push(_ count: Int, into queue: Int) throws -> Int {
    guard count > 0 else { return 0 }
    var rest = Segment(batch: try #require(Batch.counting(count)), range: 0..<count)
    _ = queues[queue].attemptPush(&rest, reserved: 0)
    return rest.count
  }

  /// Takes what waits in a queue, shortened to ten bytes each.
  func texts(_ queue: Int = 0) -> [String] {
    var texts: [String] = []
    while case .segment(let segment) = queues[queue].attemptTake(upTo: .max, leasing: false) {
      texts += segment.batch.texts[segment.range].map { String($0.prefix(10)) }
    }
    return texts
  }

  /// So many places are free in a queue.
  func room(_ queue: Int = 0, of limit: Int) -> Int {
    let places = queues[queue].reserve(limit) ?? 0
    queues[queue].release(reserved: places)
    return places
  }
}

extension Segment {
  /// Elements that arrived as `start` and after.
  static func texts(_ texts: [String], from start: Int = 0) throws -> Segment {
    let elements = texts.enumerated().map { (text: $1, index: [start + $0]) }
    let batch = try #require(Batch.of(elements))
    return Segment(batch: batch, range: 0..<batch.count, arrival: Int64(start))
  }

  /// One element that is more than is kept, which begins with `text`.
  static func large(_ text: String) throws -> Segment {
    try texts([text + String(repeating: ".", count: KeptOutput.limit)])
  }
}

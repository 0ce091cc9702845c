internal import SwpipeCore

/// What one worker runs: its own stage (or source) and the sync stages below it, down to the queues
/// that it feeds.
///
/// A lane belongs to one thread. Elements of a slice go through the whole tree before the next.
final class Lane {
  let parker = Parker()
  let control: RunControl
  /// The queues below, each once.
  let targets: [QueueTarget]
  /// The unit whose worker this is, by its number in the graph.
  let unit: Int
  /// The sync stages below and, for a worker, its own stage.
  var runners: [StageRunner] = []
  /// What reads the unit whose worker this is.
  var outlets: [Outlet] = []
  /// Whether pushes are kept for `ArrivalOrder` instead of done.
  private let order: ArrivalOrder?
  private var records: ArrivalOrder.Records = []
  private var recordedBytes = 0
  private var intervalStart: Int64 = 0
  private var hasTurn = false
  /// Per target, the places promised for the slice at hand.
  private var reserved: [Int]
  private let isBounded: Bool

  /// The bytes of an unfinished interval past which it waits for its turn and streams.
  private static let recordLimit = 1 << 20

  init(control: RunControl, targets: [QueueTarget], unit: Int, order: ArrivalOrder? = nil) {
    self.control = control
    self.targets = targets
    self.unit = unit
    self.order = order
    reserved = Array(repeating: 0, count: targets.count)
    isBounded = order == nil && targets.contains { $0.queue.maxsize > 0 }
  }

  /// How many of `count` elements the queues below have room for, at least 1.
  ///
  /// The room is reserved until `endSlice`, so that a transform runs at most once ahead of a full
  /// queue. An ordered stage reserves nothing: places held for a late element would keep an early
  /// one out.
  func reserve(_ count: Int) -> Int {
    guard isBounded else { return count }
    var granted = count
    for (i, target) in targets.enumerated() where target.queue.maxsize > 0 {
      reserved[i] = target.queue.reserve(granted)
      granted = min(granted, reserved[i])
    }
    return max(1, granted)
  }

  /// Starts the work on elements that arrived as an interval of an ordered stage.
  func beginSlice(arrival: Int64) {
    intervalStart = arrival
  }

  /// Gives unused places back and completes the interval of an ordered stage.
  func endSlice(count: Int) {
    releaseReserved()
    guard let order else { return }
    if hasTurn {
      hasTurn = false
      order.endTurn(count: count, parker: parker)
    } else {
      let records = records
      self.records = []
      recordedBytes = 0
      order.complete(from: intervalStart, count: count, records, parker: parker)
    }
  }

  /// Hands elements to a queue, or keeps them until it is their turn.
  func push(_ target: QueueTarget, _ batch: Batch, _ range: Range<Int>) {
    let segment = Segment(batch: batch, range: range)
    guard let order, !hasTurn else {
      pushNow(target, segment)
      return
    }
    records.append(ArrivalOrder.Record(target: target, segment: segment))
    recordedBytes += segment.byteCount
    guard recordedBytes > Lane.recordLimit else { return }
    order.awaitTurn(of: intervalStart, parker: parker)
    hasTurn = true
    for record in records { pushNow(record.target, record.segment) }
    records = []
    recordedBytes = 0
  }

  private func pushNow(_ target: QueueTarget, _ segment: Segment) {
    var promised = 0
    if isBounded, let i = targets.firstIndex(where: { $0 === target }), reserved[i] > 0 {
      promised = min(reserved[i], segment.count)
      reserved[i] -= promised
    }
    // Who must make room below may need a place that is promised to this lane.
    target.push(segment, reserved: promised, parker: parker, beforeWaiting: releaseReserved)
  }

  private func releaseReserved() {
    guard isBounded else { return }
    for (i, target) in targets.enumerated() where reserved[i] > 0 {
      target.queue.release(reserved: reserved[i])
      reserved[i] = 0
    }
  }

  /// Whether nothing below takes elements any more.
  var isClosed: Bool { Lane.areClosed(outlets) }

  private static func areClosed(_ outlets: [Outlet]) -> Bool {
    !outlets.isEmpty
      && outlets.allSatisfy { outlet in
        switch outlet {
        case .queue(let target): target.isClosed
        case .stage(let runner): runner.isExhausted || areClosed(runner.outlets)
        }
      }
  }

  /// Gives elements to all who read the unit.
  func hand(_ batch: Batch, _ range: Range<Int>, to outlets: [Outlet]) {
    for outlet in outlets {
      switch outlet {
      case .stage(let runner): runner.receive(batch, range)
      case .queue(let target): push(target, batch, range)
      }
    }
  }

  /// Lets the stages emit what they held for the end, and tells the queues below.
  func end() {
    for runner in runners { runner.end() }
    for target in targets { target.queue.producerEnded() }
  }
}

import SwpipeCore
import Testing

@testable import SwpipeEngine

/// The workers of a random graph as state machines that are stepped in a random order, under a memory
/// budget that is far too small.
///
/// The queues, the order and the rule are the program's own; nothing runs but the test. Those who wait
/// for memory look again whenever it is their turn, so what is tested is the rule, not the wake-ups.
struct MemoryModel {
  private struct Unit {
    var readers: [Int]
    var workers: Int
    /// The elements that it gives for each; 0 or 1 by chance where it is 0.
    var factor: Int
    /// The bytes of an element that it gives.
    var size: Int
    var isOrdered: Bool
    var order = OrderState<[Push], Int>()
    var elementsIn = 0
    var elementsOut = 0
  }

  private struct Push {
    var unit: Int
    var segment: Segment
  }

  private struct Worker {
    var unit: Int
    var hand: Segment?
    var outgoing: [Push] = []
    var interval: Int64 = 0
    /// Whether it hands on what is due of its ordered stage.
    var isEmitting = false
    /// Where its interval began, if others keep it waiting.
    var completed: Int64?
    var isDone = false
  }

  let limit: Int
  let budget: MemoryBudget
  private var random: SplitMix
  private var units: [Unit]
  private var queues: [Int: QueueState<Int>] = [:]
  private var workers: [Worker] = []
  private var runnable: [Int] = []
  private let rule: MemoryRule
  private var left: Int
  /// The most bytes that a batch held.
  private var largest = 0

  /// `limit` is of the order of one element.
  init(seed: Int) {
    var random = SplitMix(seed)
    let count = Int.random(in: 3...8, using: &random)
    limit = [1, 500, 5_000, 20_000].randomElement(using: &random) ?? 1
    budget = MemoryBudget(limit: limit)
    left = Int.random(in: 20...80, using: &random)
    var units: [Unit] = []
    for unit in 0..<count {
      var readers = (unit + 1..<count).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      if readers.isEmpty, unit < count - 1 { readers = [unit + 1] }
      let isSink = unit == count - 1
      units.append(
        Unit(
          readers: readers,
          workers: unit == 0 || isSink ? 1 : Int.random(in: 1...4, using: &random),
          factor: Int.random(in: 0...2, using: &random),
          size: [1, 100, 3_000, 8_000].randomElement(using: &random) ?? 1,
          isOrdered: unit > 0 && !isSink && Bool.random(using: &random)
        )
      )
    }
    rule = MemoryRule(readers: units.map(\.readers))
    self.units = units
    for unit in 1..<count {
      let producers = units.filter { $0.readers.contains(unit) }.reduce(0) { $0 + $1.workers }
      let maxsize = [0, 0, 1, 3].randomElement(using: &random) ?? 0
      queues[unit] = QueueState(
        maxsize: maxsize,
        producers: producers,
        consumers: units[unit].workers,
        window: units[unit].isOrdered ? 16 : nil
      )
      // One that nobody feeds has come to its end.
      if producers == 0 { _ = queues[unit]?.close() }
    }
    for (number, unit) in units.enumerated() {
      for _ in 0..<unit.workers { workers.append(Worker(unit: number)) }
    }
    runnable = Array(workers.indices)
    self.random = random
  }

  var isDone: Bool { workers.allSatisfy(\.isDone) }

  /// What the budget may have held: beside the limit each worker may hand on one batch when nobody
  /// below had anything to do, and have the next one ready.
  var allowed: Int { limit + 2 * workers.count * largest }

  /// The elements that units were given and did not work on.
  var missing: Int {
    units.indices.dropFirst().reduce(0) { sum, unit in
      sum + Int(queues[unit]?.arrivals ?? 0) - units[unit].elementsIn
    }
  }

  /// Steps one worker that need not wait; false where there is none.
  mutating func step() -> Bool {
    runnable.shuffle(using: &random)
    for position in runnable.indices {
      let number = runnable[position]
      guard advance(number, at: position) else { continue }
      return true
    }
    return false
  }

  /// Takes a step of a worker; false where it waits for memory.
  private mutating func advance(_ number: Int, at position: Int) -> Bool {
    let worker = workers[number]
    if let push = worker.outgoing.first {
      return handOn(push, number, at: position)
    }
    if worker.isEmitting {
      emit(number)
      return true
    }
    if let start = worker.completed {
      if isSpent, units[worker.unit].order.isPending(start) { return false }
      workers[number].completed = nil
      return true
    }
    if worker.unit == 0 { return produce(number, at: position) }
    if worker.hand != nil { work(number) } else { take(number, at: position) }
    return true
  }

  private var isSpent: Bool { budget.isSpent }

  private func mustWait(toFeed units: [Int]) -> Bool {
    isSpent && rule.mustWait(toFeed: units, now: 0) { queues[$0]?.activity ?? .idle }
  }

  // MARK: What workers do

  private mutating func produce(_ number: Int, at position: Int) -> Bool {
    guard left > 0 else {
      end(number, at: position)
      return true
    }
    if mustWait(toFeed: units[0].readers) { return false }
    let count = min(left, Int.random(in: 1...5, using: &random))
    left -= count
    give(number, count)
    return true
  }

  private mutating func take(_ number: Int, at position: Int) {
    let unit = workers[number].unit
    let grain = Int.random(in: 1...3, using: &random)
    guard let (result, wakeups) = queues[unit]?.take(upTo: grain, leasing: false) else { return }
    resume(wakeups)
    switch result {
    case .segment(let segment):
      workers[number].hand = segment
      workers[number].interval = segment.arrival
    case .wait:
      queues[unit]?.waitToTake(number)
      runnable.remove(at: position)
    case .ended, .cancelled: end(number, at: runnable.firstIndex(of: number) ?? position)
    }
  }

  private mutating func work(_ number: Int) {
    let unit = workers[number].unit
    guard let hand = workers[number].hand else { return }
    workers[number].hand = nil
    units[unit].elementsIn += hand.count
    let factor = units[unit].factor
    let each = factor > 0 ? factor : Int.random(in: 0...1, using: &random)
    give(number, hand.count * each)
    guard units[unit].isOrdered else { return }
    let records = workers[number].outgoing
    workers[number].outgoing = []
    let completion = units[unit].order.complete(
      from: workers[number].interval,
      count: hand.count,
      records
    )
    switch completion {
    case .emit: workers[number].isEmitting = true
    case .kept: workers[number].completed = workers[number].interval
    }
  }

  private mutating func emit(_ number: Int) {
    let unit = workers[number].unit
    let next = units[unit].order.next()
    if let wakeups = queues[unit]?.raiseDispatchLimit(to: units[unit].order.due + 16) {
      resume(wakeups)
    }
    switch next {
    case .payload(let records): workers[number].outgoing = records
    case .handOver, .nothing: workers[number].isEmitting = false
    }
  }

  /// Makes a batch for each reader.
  private mutating func give(_ number: Int, _ count: Int) {
    let unit = workers[number].unit
    guard count > 0 else { return }
    units[unit].elementsOut += count
    for reader in units[unit].readers {
      var builder = BatchBuilder()
      builder.begin(source: 0, firstIndex: 0, type: .text)
      for _ in 0..<count {
        builder.append(utf8: String(repeating: "x", count: units[unit].size))
        builder.endElement()
      }
      let before = budget.used
      guard let batch = builder.freeze(budget: budget) else { continue }
      largest = max(largest, budget.used - before)
      workers[number].outgoing.append(
        Push(unit: reader, segment: Segment(batch: batch, range: 0..<count))
      )
    }
  }

  private mutating func handOn(_ push: Push, _ number: Int, at position: Int) -> Bool {
    if mustWait(toFeed: [push.unit]) { return false }
    var segment = push.segment
    guard let (result, wakeups) = queues[push.unit]?.push(&segment) else { return true }
    if segment.range.isEmpty {
      workers[number].outgoing.removeFirst()
    } else {
      workers[number].outgoing[0].segment = segment
      if case .accepted = result {
        queues[push.unit]?.waitToPush(number)
        runnable.remove(at: position)
      }
    }
    resume(wakeups)
    return true
  }

  private mutating func end(_ number: Int, at position: Int) {
    workers[number].isDone = true
    runnable.remove(at: position)
    for reader in units[workers[number].unit].readers {
      if let wakeups = queues[reader]?.producerEnded() { resume(wakeups) }
    }
  }

  private mutating func resume(_ wakeups: QueueState<Int>.Wakeups) {
    runnable += wakeups.all
  }
}

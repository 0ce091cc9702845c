import SwpipeCore
import Testing

@testable import SwpipeEngine

/// Producers and consumers of one queue as state machines, stepped in a random order.
///
/// Names wait instead of threads. After each step the counts are checked; when nobody can go on, it
/// is looked whether a waiter could have.
struct QueueModel {
  private struct Producer {
    var left: Int
    var segment: Segment?
    var promised = 0
    /// Whether the queue fetches the rest of the segment itself.
    var isOffering = false
    var isDone = false
  }

  private struct Consumer {
    var segment: Segment?
    /// Whether the head of the segment was begun before.
    var hasBegun = false
    var isDone = false
  }

  private(set) var queue: QueueState<String>
  private var random: SplitMix
  private var producers: [String: Producer] = [:]
  private var consumers: [String: Consumer] = [:]
  private var runnable: [String] = []
  private var waiting: Set<String> = []
  private let isLeasing: Bool
  private let grain: Int
  private let window: Int?
  private var nextElement = 0
  /// Those who wait with an offer, in the order in which they came.
  private var line: [String] = []
  /// The elements in the order in which they were let in.
  private var arrived: [Int64] = []
  private var isTaken: [Bool] = []
  private var isWorkedOn: [Bool] = []
  private var due = 0
  private(set) var dropped = 0

  init(seed: Int) {
    random = SplitMix(seed)
    let maxsize = [0, 1, 2, 3, 4, 7, 16, 24, 64].randomElement(using: &random) ?? 0
    let count = Int.random(in: 1...4, using: &random)
    window = Bool.random(using: &random) ? nil : Int.random(in: 1...80, using: &random)
    let maxBytes = Int.random(in: 0..<6, using: &random) == 0 ? 40 : 0
    isLeasing = Bool.random(using: &random)
    let part = Int.random(in: 1...max(1, maxsize), using: &random)
    grain = Bool.random(using: &random) ? maxsize : part
    queue = QueueState(maxsize: maxsize, maxBytes: maxBytes, producers: count, window: window)
    for number in 0..<count {
      let left = Int.random(in: 0..<max(60, 3 * maxsize), using: &random)
      producers["p\(number)"] = Producer(left: left)
    }
    for number in 0..<Int.random(in: 1...8, using: &random) {
      consumers["c\(number)"] = Consumer()
    }
    runnable = producers.keys.sorted() + consumers.keys.sorted()
  }

  var taken: Int { isTaken.filter { $0 }.count }
  var arrivals: Int { arrived.count }
  var isDone: Bool {
    producers.values.allSatisfy(\.isDone) && consumers.values.allSatisfy(\.isDone)
  }
  /// Elements that consumers hold and will neither finish nor give back.
  var unfinished: Int { consumers.values.reduce(0) { $0 + ($1.segment?.count ?? 0) } }

  /// Takes one step of a random actor; false when none can go on.
  mutating func step() throws -> Bool {
    guard !runnable.isEmpty else { return false }
    if Int.random(in: 0..<8, using: &random) == 0, let name = line.randomElement(using: &random) {
      // Somebody else than the queue woke it.
      try produce(name)
      try check()
      return true
    }
    let position = Int.random(in: 0..<runnable.count, using: &random)
    let name = runnable.remove(at: position)
    if producers[name] != nil { try produce(name) } else { try consume(name) }
    try check()
    return true
  }

  /// Lets all go on but some consumers that hold elements, until nobody can.
  mutating func stepWithoutSome() throws {
    var stuck = runnable.filter { consumers[$0]?.segment != nil }
    if Bool.random(using: &random) { stuck = Array(stuck.prefix(1)) }
    runnable.removeAll { stuck.contains($0) }
    while try step() {}
    try checkNobodyIsStranded()
    runnable += stuck
  }

  /// Nobody can go on, so no waiter may be able to.
  func checkNobodyIsStranded() throws {
    let idle = consumers.keys.filter { waiting.contains($0) }
    let full = producers.keys.filter { waiting.contains($0) }
    if let idle = idle.first {
      let head = isTaken.firstIndex(of: false).map(Int64.init)
      let canTake = queue.waiting > 0 && head.map { $0 < queue.dispatchLimit } ?? false
      try #require(!canTake, "\(idle) could take")
      if queue.waiting == 0, let full = full.first {
        try #require(queue.room == 0, "\(full) could push, and \(idle) has nothing to do")
      }
    }
    if queue.waiting + queue.leased + queue.reserved == 0 {
      try #require(full.isEmpty, "\(full) wait before an empty queue")
    }
  }

  /// Stops all that waits and comes.
  mutating func end(cancelling: Bool) throws {
    let drop = cancelling ? queue.cancel() : queue.discard()
    dropped += drop.dropped
    try wake(drop.wakeups)
  }

  private mutating func produce(_ name: String) throws {
    guard var producer = producers[name] else { return }
    defer { producers[name] = producer }
    if producer.isOffering {
      try collect(name, &producer)
      return
    }
    if var segment = producer.segment {
      let (result, wakeups) = queue.push(&segment, reserved: producer.promised)
      producer.promised = 0
      producer.segment = segment.range.isEmpty ? nil : segment
      switch result {
      case .accepted(let count):
        noteArrival(count, before: segment)
        if segment.range.isEmpty {
          runnable.append(name)
        } else {
          producer.isOffering = Bool.random(using: &random)
          if producer.isOffering { line.append(name) }
          queue.waitToPush(name, offering: producer.isOffering ? segment : nil)
          waiting.insert(name)
        }
      case .discarded, .cancelled:
        producer.segment = nil
        runnable.append(name)
      }
      try wake(wakeups)
      return
    }
    if producer.promised > 0 {
      // What it made it dropped itself.
      let wakeups = queue.release(reserved: producer.promised)
      producer.promised = 0
      runnable.append(name)
      try wake(wakeups)
      return
    }
    guard producer.left > 0 else {
      producer.isDone = true
      try wake(queue.producerEnded())
      return
    }
    let count = Int.random(in: 1...min(producer.left, max(12, queue.maxsize)), using: &random)
    let reserves = queue.maxsize > 0 && Bool.random(using: &random)
    if reserves, queue.isCrowded(for: count) {
      queue.waitToPush(name)
      waiting.insert(name)
      return
    }
    producer.left -= count
    if reserves { producer.promised = queue.reserve(count) }
    if Int.random(in: 0..<8, using: &random) > 0 {
      let batch = try #require(Batch.counting(count, from: nextElement))
      producer.segment = Segment(batch: batch, range: 0..<count)
      nextElement += count
    }
    runnable.append(name)
  }

  /// Has a producer that offered its elements ask what became of them.
  private mutating func collect(_ name: String, _ producer: inout Producer) throws {
    guard var rest = producer.segment else { return }
    let leaves = Bool.random(using: &random)
    let (result, wakeups) = queue.resume(offering: { $0 == name }, leaves: leaves)
    if case .waits = result {
      try #require(!leaves && waiting.contains(name) && !rest.range.isEmpty)
      return
    }
    switch result {
    case .waits: break
    case .gone:
      let count = rest.count
      _ = rest.removeFirst(count)
      noteArrival(count, before: rest)
    case .discarded(let count), .cancelled(let count):
      try #require(count > 0 && count <= rest.count, "what is left was its own")
      let accepted = rest.count - count
      _ = rest.removeFirst(accepted)
      noteArrival(accepted, before: rest)
    }
    producer.segment = nil
    producer.isOffering = false
    line.removeAll { $0 == name }
    waiting.remove(name)
    if !runnable.contains(name) { runnable.append(name) }
    try wake(wakeups)
  }

  private mutating func noteArrival(_ count: Int, before rest: Segment) {
    let all = Slice(rest.batch, 0..<rest.batch.count)
    for position in rest.range.lowerBound - count..<rest.range.lowerBound {
      arrived.append(all.sourcePosition(position))
      isTaken.append(false)
      isWorkedOn.append(false)
    }
  }

  /// Notes what the queue fetched from those who wait: the elements of the first before those of the next.
  private mutating func noteFetched() throws {
    var fetched = Int(queue.arrivals) - arrived.count
    for name in line where fetched > 0 {
      guard var rest = producers[name]?.segment, !rest.range.isEmpty else { continue }
      let count = min(fetched, rest.count)
      _ = rest.removeFirst(count)
      fetched -= count
      producers[name]?.segment = rest
      noteArrival(count, before: rest)
    }
    try #require(fetched == 0, "what is fetched was offered")
  }

  private mutating func consume(_ name: String) throws {
    guard var consumer = consumers[name] else { return }
    defer { consumers[name] = consumer }
    guard var segment = consumer.segment else {
      let (result, wakeups) = queue.take(upTo: grain, leasing: isLeasing)
      switch result {
      case .segment(let segment):
        try noteTaken(segment)
        consumer.segment = segment
        consumer.hasBegun = true
        runnable.append(name)
      case .wait:
        queue.waitToTake(name)
        waiting.insert(name)
      case .ended, .cancelled: consumer.isDone = true
      }
      try wake(wakeups)
      return
    }
    runnable.append(name)
    if isLeasing, !consumer.hasBegun {
      if Int.random(in: 0..<4, using: &random) == 0 {
        consumer.segment = nil
        for arrival in segment.arrival..<segment.arrival + Int64(segment.count) {
          isTaken[Int(arrival)] = false
        }
        let drop = queue.putBack(segment, isLeased: true)
        dropped += drop.dropped
        try wake(drop.wakeups)
      } else {
        consumer.hasBegun = true
        try wake(queue.release(leased: 1))
      }
      return
    }
    let done = segment.removeFirst(isLeasing ? 1 : segment.count)
    consumer.hasBegun = false
    consumer.segment = segment.range.isEmpty ? nil : segment
    for arrival in done.arrival..<done.arrival + Int64(done.count) {
      isWorkedOn[Int(arrival)] = true
    }
    while due < isWorkedOn.count, isWorkedOn[due] { due += 1 }
    if let window { try wake(queue.raiseDispatchLimit(to: Int64(due + window))) }
  }

  private mutating func noteTaken(_ segment: Segment) throws {
    let first = isTaken.firstIndex(of: false)
    try #require(first == Int(segment.arrival), "elements are taken in the order of arrival")
    let slice = Slice(segment.batch, segment.range)
    for offset in 0..<segment.count {
      let arrival = Int(segment.arrival) + offset
      try #require(!isTaken[arrival], "an element is taken once")
      isTaken[arrival] = true
      let element = slice.sourcePosition(segment.range.lowerBound + offset)
      try #require(arrived[arrival] == element, "elements keep their arrival number")
      if let window { try #require(arrival < due + window, "the window is kept") }
    }
  }

  private mutating func wake(_ wakeups: QueueState<String>.Wakeups) throws {
    try noteFetched()
    for name in wakeups.all {
      try #require(waiting.remove(name) != nil, "\(name) was woken but did not wait")
      if queue.phase == .open, let producer = producers[name], producer.isOffering {
        try #require(producer.segment?.range.isEmpty == true, "\(name) was woken too early")
      }
      runnable.append(name)
    }
  }

  private func check() throws {
    try #require(queue.waiting >= 0 && queue.reserved >= 0 && queue.leased >= 0)
    if queue.maxsize > 0 {
      try #require(queue.waiting + queue.reserved + queue.leased <= queue.maxsize)
      try #require(queue.maxWaiting <= queue.maxsize)
    }
  }
}

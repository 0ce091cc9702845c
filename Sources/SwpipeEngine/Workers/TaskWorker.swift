internal import SwpipeCore

/// The loop of a task worker: as a thread's, but suspended where that one blocks.
///
/// It is a state machine: `advance` goes on without waiting as far as it can and says what it waits
/// for. So all that is kept for a worker while it waits is this object and one small frame of an
/// asynchronous function, and nothing is suspended, or called asynchronously, that need not wait. A
/// transform that awaits is worked on an element at a time, so that each element's wait is its own.
final class TaskWorker {
  /// What a worker waits for before it can go on.
  enum Pause {
    case elements
    case room(BoundedQueue)
    case places(BoundedQueue, Int)
    /// Memory for what goes to a unit.
    case memory(unit: Int)
    /// The same, or the emission of an interval that others before it keep waiting.
    case memoryOrEmission(ArrivalOrder, of: Int64)
    /// The turn of the interval at hand, which gives so much that it is emitted as it is made.
    case emission(ArrivalOrder, of: Int64)
    /// So many nanoseconds.
    case time(Int64)
    case operation(@Sendable () async -> Void)
    /// For nothing: other tasks should have their turn.
    case turn
    /// It is known which other workers of a stage start, so that its end can be told if it is the last.
    case starts(StageRoll)
    /// It has come to its end.
    case end
  }

  private enum Phase {
    /// Between slices.
    case taking
    /// Within a slice, between its parts.
    case slicing
    /// Within a part, after a step.
    case stepping(StageRunner.Step)
    /// Within a part, and the element at hand has had its wait.
    case ready
    /// Within a part, and the stage's timeout was over before that wait was.
    case late
    /// After the last slice.
    case ending
    /// After a part of an ordered stage, whose turn it is to emit what is due.
    case emitting
  }

  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let runner: StageRunner
  private let deadline: ElementDeadline?
  private let isVarying: Bool
  private var grain: Grain

  private var phase = Phase.taking
  private var rest: Segment?
  private var part: Segment?
  /// What was given and not handed on yet, from `handedOn` on.
  private var outgoing: ArrivalOrder.Records = []
  private var handedOn = 0
  /// Whether the turn of the interval at hand is to be waited for first.
  private var needsTurn = false
  /// Where the interval began that was completed last, and others before it were not.
  private var completed: Int64?
  /// The elements of the slice at hand.
  private var sliceCount = 0
  /// Nanoseconds spent on the slice before the last pause.
  private var sliceTime: Int64 = 0
  private var resumed: Int64 = 0
  /// Whether what the last pause was for had come before the task was suspended.
  private var hasGoneOn = false
  /// When the slice was begun, or gone on with after a pause.
  private var sliceResumed: Int64 = 0

  /// Nanoseconds after which a worker that never has to wait lets others go first.
  private static let turn: Int64 = 1_000_000

  init(
    queue: BoundedQueue,
    counters: StageCounters,
    lane: Lane,
    runner: StageRunner,
    deadline: ElementDeadline?,
    workers: Int,
    policy: SlicePolicy,
    window: Int?
  ) {
    self.queue = queue
    self.counters = counters
    self.lane = lane
    self.runner = runner
    self.deadline = deadline
    isVarying = policy.isVarying || runner.awaits || deadline != nil
    let shared = [queue.maxsize, window ?? 0].filter { $0 > 0 }.min()
    grain = policy.grain(limit: isVarying ? 1 : shared.map { $0 / workers } ?? 8192)
  }

  /// Does first with an element that another worker was given up on what `on_error` says.
  func takeOver(_ overrun: ElementDeadline.Overrun) {
    let segment = overrun.segment
    lane.beginSlice(arrival: segment.arrival)
    deadline?.take(segment)
    part = segment
    phase = .stepping(runner.takeOver(overrun))
    collect()
  }

  /// Runs to the end.
  func run() async {
    // It may want nothing from the start on, and its input be silent.
    noteClosed()
    while true {
      let pause = advance()
      switch pause {
      case .end: return
      case .turn: await Task.yield()
      case .operation(let operation): await wait(for: operation)
      case .elements, .room, .places, .memory, .memoryOrEmission, .emission, .time, .starts:
        await suspend(until: pause)
      }
    }
  }

  /// Suspends the task for a pause.
  // Neither this nor `register` may be inlined: Swift 6.3.1 then threads the switches over the pause
  // into one another, which copies the beginning of the suspension but not its end, and one of the
  // copies resumes at address 0. Only optimised builds do so.
  @inline(never)
  private func suspend(until pause: Pause) async {
    await withUnsafeContinuation { continuation in
      if !register(continuation, for: pause) { continuation.resume() }
    }
  }

  /// Has the task resumed at the end of a pause; false if that has come by now.
  @inline(never)
  private func register(_ continuation: UnsafeContinuation<Void, Never>, for pause: Pause) -> Bool {
    let isWaiting = attemptRegister(continuation, for: pause)
    // Else the task may run by now, on another thread.
    if !isWaiting { hasGoneOn = true }
    return isWaiting
  }

  private func attemptRegister(_ continuation: UnsafeContinuation<Void, Never>, for pause: Pause)
    -> Bool
  {
    switch pause {
    case .elements: queue.registerConsumer(.task(continuation))
    case .room(let queue): queue.registerProducer(.task(continuation))
    case .places(let queue, let count): queue.registerReserver(count, .task(continuation))
    case .memory(let unit): lane.control.memory.register(continuation, toFeed: unit)
    case .memoryOrEmission(let order, let start):
      lane.control.memory.register(continuation, forEmission: start, in: order)
    case .emission(let order, let start):
      order.register(.task(continuation), forTurnOf: start)
    case .time(let nanoseconds):
      lane.control.timer.register(continuation, nanoseconds: nanoseconds)
    case .starts(let roll): roll.register(continuation)
    case .operation, .turn, .end: false
    }
  }

  // MARK: Going on

  /// Goes on until something has to be waited for.
  private func advance() -> Pause {
    let now = Clock.now
    // A pause that is over at once gives nobody a turn. What it was for may need one.
    if hasGoneOn, now - resumed > TaskWorker.turn {
      hasGoneOn = false
      return .turn
    }
    if !hasGoneOn { resumed = now }
    hasGoneOn = false
    sliceResumed = now
    while true {
      guard let pause = awaitTurn() ?? handOn() ?? proceed() else { continue }
      sliceTime += Clock.now - sliceResumed
      return pause
    }
  }

  private func proceed() -> Pause? {
    switch phase {
    case .taking: return take()
    case .slicing: return awaitEmission() ?? beginPart()
    case .stepping(.done): completePart()
    case .stepping(.givenUp), .ending: return end()
    case .stepping(.wait(let nanoseconds)):
      phase = .stepping(.more)
      return .time(nanoseconds)
    case .stepping(.more):
      phase = .ready
      if let event = runner.beginWait() { return pause(for: event) }
    case .ready:
      phase = .stepping(runner.step())
      collect()
    case .late:
      // The end of the run ends all waits early; a step gives the element up then.
      phase = .stepping(lane.control.isStopped ? runner.step() : runner.failByTimeout())
      collect()
    case .emitting:
      if let due = lane.order?.takeDue() { outgoing = due } else { phase = .slicing }
    }
    return nil
  }

  private func pause(for event: AwaitedEvent) -> Pause {
    switch event {
    case .operation(let operation): return .operation(operation)
    case .time(let nanoseconds):
      guard let deadline, nanoseconds > deadline.timeout else { return .time(nanoseconds) }
      phase = .late
      return .time(deadline.timeout)
    }
  }

  // MARK: Slices

  private func take() -> Pause? {
    if runner.isGivenUp { return end() }
    if sliceResumed - resumed > TaskWorker.turn { return .turn }
    switch queue.attemptTake(upTo: grain.size, leasing: false) {
    case .segment(let segment):
      counters.take(segment.count)
      sliceCount = segment.count
      sliceTime = 0
      rest = segment
      phase = .slicing
      return nil
    case .wait: return .elements
    case .ended, .cancelled: return end()
    }
  }

  private func end() -> Pause {
    if runner.isGivenUp {
      runner.leave()
      return .end
    }
    // The workers that are to start may need this thread for it.
    if let roll = lane.unsettledRoll {
      phase = .ending
      return .starts(roll)
    }
    lane.end()
    return .end
  }

  /// Begins as much of the slice as there is room for below.
  private func beginPart() -> Pause? {
    guard var rest, rest.count > 0 else {
      endSlice()
      return nil
    }
    if lane.control.isStopped {
      counters.settle(rest.count, as: .abandoned)
      self.rest = nil
      return nil
    }
    var count = 1
    if deadline == nil {
      switch lane.attemptReserve(rest.count) {
      case .granted(let granted): count = granted
      case .crowded(let queue, let places): return .places(queue, places)
      }
    }
    let part = rest.removeFirst(count)
    self.rest = rest.count > 0 ? rest : nil
    self.part = part
    lane.beginSlice(arrival: part.arrival)
    deadline?.take(part)
    runner.begin(part.batch, part.range)
    phase = .stepping(.more)
    return nil
  }

  private func completePart() {
    phase = .slicing
    lane.releaseReserved()
    guard let part else { return }
    self.part = nil
    guard let order = lane.order else { return }
    if lane.hasTurn {
      lane.hasTurn = false
      order.endTurn(count: part.count)
      phase = .emitting
    } else if order.complete(from: part.arrival, count: part.count, lane.takeRecords()) {
      phase = .emitting
    } else {
      completed = part.arrival
    }
  }

  private func endSlice() {
    let now = Clock.now
    if !isVarying {
      grain.learn(count: sliceCount, nanoseconds: sliceTime + now - sliceResumed)
    }
    sliceResumed = now
    phase = .taking
    noteClosed()
  }

  private func noteClosed() {
    if runner.isExhausted || lane.isClosed { lane.control.laneClosed(lane.unit) }
  }

  // MARK: Handing on

  /// Takes over what a step gave; for an ordered stage that waits for the whole interval, unless it
  /// is too much to keep.
  private func collect() {
    if lane.order != nil, !lane.hasTurn {
      guard lane.recordedBytes > Lane.recordLimit else { return }
      lane.hasTurn = true
      needsTurn = true
    }
    outgoing = lane.takeRecords()
  }

  /// Waits with what stands behind the intervals of others while memory is short.
  private func awaitEmission() -> Pause? {
    guard let start = completed, let order = lane.order else { return nil }
    if lane.control.memory.mustWait(forEmission: start, in: order) {
      return .memoryOrEmission(order, of: start)
    }
    completed = nil
    return nil
  }

  private func awaitTurn() -> Pause? {
    guard needsTurn, let order = lane.order else { return nil }
    needsTurn = false
    return .emission(order, of: lane.intervalStart)
  }

  /// Hands on what there is; says where there is no room for it.
  private func handOn() -> Pause? {
    while handedOn < outgoing.count {
      let target = outgoing[handedOn].target
      if target.mustWaitForMemory {
        lane.releaseReserved()
        return .memory(unit: target.unit)
      }
      let promised = lane.takeReserved(for: outgoing[handedOn])
      guard target.attemptPush(&outgoing[handedOn].segment, reserved: promised) else {
        // Who must make room below may need a place that is promised to this lane.
        lane.releaseReserved()
        return .room(target.queue)
      }
      handedOn += 1
    }
    outgoing = []
    handedOn = 0
    return nil
  }

  // MARK: Waiting

  /// Waits for the end of an operation, or of the stage's timeout.
  @inline(never)
  private func wait(for operation: @escaping @Sendable () async -> Void) async {
    guard let limit = deadline?.timeout else { return await operation() }
    let isInTime = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await operation()
        return true
      }
      group.addTask {
        do {
          try await Task.sleep(nanoseconds: UInt64(limit))
          return false
        } catch {
          return true
        }
      }
      let isInTime = await group.next() ?? true
      group.cancelAll()
      return isInTime
    }
    if !isInTime { phase = .late }
  }
}

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
    case places(BoundedQueue, Int)
    /// What keeps it from handing on what it has made.
    case delivery(DeferredDelivery.Obstacle)
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

  /// The elements that were taken last.
  private struct Taken {
    let count: Int
    /// Those that no part was made of yet; it may have none.
    var rest: Segment
  }

  /// The elements that the transform is at.
  private struct Part {
    let count: Int
    /// What they are a part of.
    let taken: Taken
  }

  private enum Phase {
    /// Between slices.
    case taking
    /// Within a slice, between its parts.
    case slicing(Taken)
    /// Within a part, after a step.
    case stepping(StageRunner.Step, Part)
    /// Within a part, and the element at hand has had its wait.
    case ready(Part)
    /// Within a part, and the stage's timeout was over before that wait was.
    case late(Part)
    /// After the last slice.
    case ending
  }

  private let queue: BoundedQueue
  private let counters: StageCounters
  private let lane: Lane
  private let delivery: DeferredDelivery
  private let runner: StageRunner
  private let deadline: ElementDeadline?
  private let isVarying: Bool
  private var grain: Grain
  private var turn = TaskTurn()
  private var phase = Phase.taking

  /// `delivery` is the lane's.
  init(
    intake: Intake,
    counters: StageCounters,
    lane: Lane,
    delivery: DeferredDelivery,
    runner: StageRunner,
    deadline: ElementDeadline?,
    policy: SlicePolicy
  ) {
    queue = intake.queue
    self.counters = counters
    self.lane = lane
    self.delivery = delivery
    self.runner = runner
    self.deadline = deadline
    isVarying = policy.isVarying || runner.awaits || deadline != nil
    grain = policy.grain(limit: isVarying ? 1 : intake.share)
  }

  /// Does first with an element that another worker was given up on what `on_error` says.
  func takeOver(_ overrun: ElementDeadline.Overrun) {
    var rest = overrun.segment
    let segment = rest.removeFirst(rest.count)
    delivery.begin(arrival: segment.arrival)
    deadline?.take(segment)
    let part = Part(count: segment.count, taken: Taken(count: segment.count, rest: rest))
    phase = .stepping(runner.takeOver(overrun), part)
    delivery.collect()
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
      case .elements, .places, .delivery, .time, .starts: await suspend(until: pause)
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
  func register(_ continuation: UnsafeContinuation<Void, Never>, for pause: Pause) -> Bool {
    let isWaiting = attemptRegister(continuation, for: pause)
    // Else the task may run by now, on another thread.
    if !isWaiting { turn.noteNoPause() }
    return isWaiting
  }

  private func attemptRegister(_ continuation: UnsafeContinuation<Void, Never>, for pause: Pause)
    -> Bool
  {
    switch pause {
    case .elements: queue.registerConsumer(.task(continuation))
    case .places(let queue, let count): queue.registerReserver(count, .task(continuation))
    case .delivery(let obstacle): delivery.register(continuation, for: obstacle)
    case .time(let nanoseconds):
      lane.control.timer.register(continuation, nanoseconds: nanoseconds)
    case .starts(let roll): roll.register(continuation)
    case .operation, .turn, .end: false
    }
  }

  // MARK: Going on

  /// Goes on until something has to be waited for, and says what that is.
  ///
  /// Called again when that has come, or may have.
  func advance() -> Pause {
    // What a pause was for may need another's turn.
    guard turn.goOn(at: Clock.now) else { return .turn }
    while true {
      guard let pause = delivery.handOn().map({ Pause.delivery($0) }) ?? proceed() else { continue }
      turn.pause(at: Clock.now)
      return pause
    }
  }

  private func proceed() -> Pause? {
    switch phase {
    case .taking: return take()
    case .slicing(let taken): return beginPart(of: taken)
    case .stepping(.done, let part):
      delivery.end(count: part.count)
      phase = .slicing(part.taken)
    case .stepping(.givenUp, _), .ending: return end()
    case .stepping(.wait(let nanoseconds), let part):
      phase = .stepping(.more, part)
      return .time(nanoseconds)
    case .stepping(.more, let part):
      phase = .ready(part)
      if let event = runner.beginWait() { return pause(for: event, part) }
    case .ready(let part):
      phase = .stepping(runner.step(), part)
      delivery.collect()
    case .late(let part):
      // The end of the run ends all waits early; a step gives the element up then.
      phase = .stepping(lane.control.isStopped ? runner.step() : runner.failByTimeout(), part)
      delivery.collect()
    }
    return nil
  }

  private func pause(for event: AwaitedEvent, _ part: Part) -> Pause {
    switch event {
    case .operation(let operation): return .operation(operation)
    case .time(let nanoseconds):
      guard let deadline, nanoseconds > deadline.timeout else { return .time(nanoseconds) }
      phase = .late(part)
      return .time(deadline.timeout)
    }
  }

  // MARK: Slices

  private func take() -> Pause? {
    if runner.isGivenUp { return end() }
    if turn.isOver { return .turn }
    switch queue.attemptTake(upTo: grain.size, leasing: false) {
    case .segment(let segment):
      counters.take(segment.count)
      turn.beginSlice()
      phase = .slicing(Taken(count: segment.count, rest: segment))
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
  private func beginPart(of taken: Taken) -> Pause? {
    var taken = taken
    guard taken.rest.count > 0, !lane.control.isStopped else {
      if taken.rest.count > 0 { counters.settle(taken.rest.count, as: .abandoned) }
      endSlice(of: taken.count)
      return nil
    }
    var count = 1
    if deadline == nil {
      switch delivery.attemptReserve(taken.rest.count) {
      case .granted(let granted): count = granted
      case .crowded(let queue, let places): return .places(queue, places)
      }
    }
    let segment = taken.rest.removeFirst(count)
    delivery.begin(arrival: segment.arrival)
    deadline?.take(segment)
    runner.begin(segment.batch, segment.range)
    phase = .stepping(.more, Part(count: count, taken: taken))
    return nil
  }

  private func endSlice(of count: Int) {
    let taken = turn.endSlice(at: Clock.now)
    if !isVarying { grain.learn(count: count, nanoseconds: taken) }
    phase = .taking
    noteClosed()
  }

  private func noteClosed() {
    if runner.isExhausted || lane.isClosed { lane.control.laneClosed(lane.unit) }
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
    if !isInTime, case .ready(let part) = phase { phase = .late(part) }
  }
}

internal import SwpipeCore

/// One worker's share of a stage: its transform, what it emits, and where that goes.
final class StageRunner {
  let plan: StagePlan
  let counters: StageCounters
  private let work: Operator
  private let isInverted: Bool
  let control: RunControl
  private let gives: ResultType
  private unowned let lane: Lane
  let life: WorkerLife
  private var transform: StageTransform
  private var builder = BatchBuilder()
  private var tries: ElementTries
  private var held: HeldElement
  private var current: (batch: Batch, range: Range<Int>)?
  /// What came of the first half of a step.
  private enum Outcome {
    case worked(ElementFailure?)
    case ended(Step)
  }

  private var outcome = Outcome.ended(.done)
  /// Called when the transform has returned, before what it gave is handed on.
  var returned: (() -> Void)?
  /// Whether the transform came back too late, so that another worker has this one's place.
  private(set) var isGivenUp = false
  private(set) var outlets: [Outlet] = []
  /// By route: those of the outlets that read it; empty where the stage does not route.
  private var ways: [[Outlet]] = []
  private var splitter = WaySplitter()
  /// Where a reduce leaves its state.
  private let meeting: ReduceMeeting?
  /// Which look of the lane's `isClosed` has come by.
  var lastLook = 0

  init(
    plan: StagePlan,
    work: Operator,
    isInverted: Bool,
    gives: ResultType,
    transform: any Transform,
    life: WorkerLife,
    counters: StageCounters,
    lane: Lane,
    deadline: ElementDeadline? = nil,
    meeting: ReduceMeeting? = nil
  ) {
    self.meeting = meeting
    self.plan = plan
    self.work = work
    self.isInverted = isInverted
    self.gives = gives
    self.transform = StageTransform(transform, work: work, isInverted: isInverted)
    self.life = life
    self.counters = counters
    self.lane = lane
    control = lane.control
    tries = ElementTries(policy: plan.onError, deadline: deadline)
    held = HeldElement(directory: control.temporaryDirectory)
    // An element that may be tried again or dropped shows nothing until it has succeeded.
    builder.holdsElements = work == .flatMap && plan.onError != ErrorPolicy()
    builder.heldByteLimit = SpillFile.limit(memory: control.budget.limit)
  }

  /// Says who reads the stage, and by outlet which of its routes.
  func connect(_ outlets: [Outlet], routes: [Int]) {
    self.outlets = outlets
    ways = plan.routes.indices.map { route in
      zip(outlets, routes).filter { $0.1 == route }.map(\.0)
    }
  }

  /// Lets go of those who read the stage.
  func disconnect() {
    outlets = []
    ways = []
  }

  var info: WorkerInfo { life.info }
  /// Whether the transform can suspend a task instead of blocking a thread.
  var awaits: Bool { transform.awaits }
  /// Whether the transform returns before its slice is done where that takes long.
  var isInterruptible: Bool { transform.isInterruptible }
  /// Whether the transform said that it refuses all further elements.
  var isExhausted: Bool { transform.isExhausted }
  /// The transform, if it can work on several elements at once.
  var concurrent: (any ConcurrentTransform)? { transform.concurrent }

  /// Works on elements as `process` does, but gives the untouched ones up once it has taken so many
  /// nanoseconds; how many those are, all at the end.
  ///
  /// Calls `touched` with how many elements have been touched so far.
  func process(
    _ batch: Batch,
    _ range: Range<Int>,
    within patience: Int64,
    touched: (Int) -> Void
  ) -> Int {
    let started = Clock.now
    begin(batch, range)
    var end = range.upperBound
    loop: while true {
      switch step() {
      case .done, .givenUp: break loop
      case .more: break
      case .wait(let nanoseconds): control.stop.wait(nanoseconds: nanoseconds)
      }
      guard let untouched = transform.untouched.map({ min(max($0, builder.position), end) }) else {
        continue
      }
      touched(untouched - range.lowerBound)
      guard untouched > range.lowerBound, untouched < end, Clock.now - started > patience else {
        continue
      }
      end = untouched
      current = (batch, range.lowerBound..<end)
      if builder.position == end, held.isEmpty { break }
    }
    _ = self.end(.done)
    return range.upperBound - end
  }

  /// Takes on elements that are counted as held; `step` works on them.
  ///
  /// `ticket` is that of the first where the transform has begun on them already.
  func begin(_ batch: Batch, _ range: Range<Int>, ticket: Int? = nil) {
    if isExhausted {
      counters.settle(range.count, as: .consumed)
      current = nil
      return
    }
    current = (batch, range)
    held.drop(&builder)
    transform.begin(batch, range, ticket: ticket)
    let slice = Slice(batch, range)
    builder.begin(slice, for: work, isInverted: isInverted, type: gives.type(for: batch.type))
  }

  /// The position of the first element that is not done.
  var position: Int { builder.position }

  /// Lets go of the element at hand, which failed and waits for its next try; what `resume` is told of
  /// it.
  func setAside() -> FailedAttempts.Made {
    current = nil
    return tries.setAside()
  }

  /// Counts tries of the element at hand that were made before; called after `begin`.
  func resume(_ made: FailedAttempts.Made) {
    guard let (batch, range) = current else { return }
    let source = Slice(batch, range).sourcePosition(range.lowerBound)
    tries.resume(at: source, range.lowerBound, made)
  }

  /// Calls the transform once, hands on what it gave, and does with a failure what `on_error` says.
  ///
  /// A step gives about as much as the builder's soft limit, so that a worker which can't block
  /// hands on between steps.
  func step() -> Step {
    advance()
    lane.workOff()
    return conclude()
  }

  /// The first half of a step: calls the transform once and gives the lane what came out.
  ///
  /// `conclude` follows, once the sync stages below are done with that.
  func advance() { outcome = attempt() }

  private func attempt() -> Outcome {
    guard let (batch, range) = current else { return .ended(.done) }
    if control.isStopped { return .ended(giveUp(range)) }
    let slice = Slice(batch, range)
    if hasHeldToMove {
      do throws(RunFailure) {
        try moveHeld(batch, slice)
        return .worked(nil)
      } catch {
        control.fail(life.located(error, plan.place))
        return .ended(giveUp(range))
      }
    }
    let failure = apply(slice)
    if isGivenUp { return .ended(end(.givenUp)) }
    returned?()
    if failure != nil { held.drop(&builder) }
    if held.isEmpty, !builder.isHolding { deliver(batch, slice) }
    return .worked(failure)
  }

  /// The second half of a step: does with a failure what `on_error` says; what is left to do.
  func conclude() -> Step {
    switch outcome {
    case .ended(let step): return step
    case .worked(let failure):
      guard let (batch, range) = current else { return .done }
      if let failure {
        let next = resolve(Slice(batch, range), failure)
        if next != .more { return next }
      } else if isUnwanted {
        // It may go on for ever.
        builder.skipElement()
        counters.settle(1, as: .consumed)
      }
      guard builder.position == range.upperBound, held.isEmpty else { return .more }
      transform.noteExhaustion()
      return end(.done)
    }
  }

  /// Whether a flat_map is within an element of which nobody takes any more.
  ///
  /// What is held back until the element has succeeded may be wanted by then. A program that has the
  /// element in its hands is told otherwise.
  private var isUnwanted: Bool {
    work == .flatMap && builder.cursor != 0 && !builder.holdsElements && !transform.isRemote
      && lane.isClosed(below: outlets)
  }

  private func end(_ step: Step) -> Step {
    current = nil
    transform.forget()
    return step
  }

  /// Drops the rest of the elements, because the run stops.
  private func giveUp(_ range: Range<Int>) -> Step {
    held.drop(&builder)
    let count = range.upperBound - builder.position
    counters.settle(count, as: .abandoned)
    return end(.done)
  }

  /// Calls the transform once and counts what it got done; what it says of the element it stopped at.
  private func apply(_ slice: borrowing Slice) -> ElementFailure? {
    let before = builder.position
    let started = Clock.now
    var failure: ElementFailure?
    tries.begin()
    do {
      try transform.apply(slice, into: &builder)
    } catch {
      failure = error
    }
    guard tries.end() else {
      isGivenUp = true
      return nil
    }
    let taken = Clock.now - started
    let isPast = builder.position != before
    tries.note(nanoseconds: taken, isPast: isPast, hasFailed: failure != nil)
    if failure != nil { builder.rollBackElement() }
    counters.work(nanoseconds: taken)
    settle(builder.position - before)
    return failure
  }

  /// Hands on what was emitted; where a filter kept everything, the elements themselves.
  private func deliver(_ batch: Batch, _ slice: borrowing Slice) {
    if work == .route {
      splitter.split(batch, &builder, count: ways.count, control.budget) { way, count, part in
        counters.route(count, to: way)
        lane.give(part.batch, part.range, to: ways[way])
      }
      return
    }
    if builder.hasKeptAll(of: slice), batch.isWellFilled(by: slice.range) {
      lane.give(batch, slice.range, to: outlets)
    } else if let output = builder.freeze(budget: control.budget) {
      emit(output)
    }
  }

  private func emit(_ output: Batch) {
    if work == .flatMap { counters.emit(output.count) }
    lane.give(output, 0..<output.count, to: outlets)
  }

  /// Counts elements that the transform is done with.
  private func settle(_ count: Int) {
    switch work {
    case .map, .flatMap: counters.settle(count, as: .kept)
    case .each, .reduce: counters.settle(count, as: .consumed)
    case .filter, .route: counters.settle(count, kept: builder.takeKept())
    }
  }

  // MARK: Held output

  /// Whether the next step only moves held output, which is no time of the transform's.
  var hasHeldToMove: Bool { held.isToMove(builder) }

  private func moveHeld(_ batch: Batch, _ slice: borrowing Slice) throws(RunFailure) {
    switch try held.move(&builder, budget: control.budget) {
    case .part(let part): if let part { emit(part) }
    case .end: deliver(batch, slice)
    }
  }

  // MARK: Awaiting

  /// Begins the element at hand of a transform that awaits; nil where `step` is to be called next.
  func beginWait() -> AwaitedEvent? {
    guard awaits, let (batch, range) = current, !control.isStopped else { return nil }
    return transform.beginWait(Slice(batch, range), at: builder.position)
  }

  // MARK: Failures

  /// Takes over the element that the worker before this one was given up on: it failed by timeout.
  func takeOver(_ overrun: ElementDeadline.Overrun) -> Step {
    tries.takeOver(overrun.attempts)
    begin(overrun.segment.batch, overrun.segment.range)
    return failByTimeout()
  }

  /// The element at hand has taken too long, as whoever waited for it found.
  func failByTimeout() -> Step {
    guard let (batch, range) = current else { return .done }
    let limit = Duration.text(nanoseconds: plan.timeout)
    let failure = ElementFailure("took longer than the timeout of \(limit)", kind: .timeout)
    let next = resolve(Slice(batch, range), failure)
    return next == .more && builder.position == range.upperBound ? end(.done) : next
  }

  /// Does with a failed element what the stage's `on_error` says; `.done` when the run stops.
  private func resolve(_ slice: borrowing Slice, _ failure: ElementFailure) -> Step {
    let (position, source) = (builder.position, slice.sourcePosition(builder.position))
    switch tries.next(at: source, position, now: Clock.now, times: failure.tries) {
    case .retry(let nanoseconds):
      counters.retry()
      return .wait(nanoseconds)
    case .final where failure.kind == .resource:
      control.fail(life.located(RunFailure(.resource, failure.message), plan.place))
      return giveUp(slice.range)
    case .final(let made):
      builder.skipElement()
      counters.letGo(1)
      let element = FailedElement(
        slice,
        position,
        failure,
        plan: plan,
        worker: info,
        attempts: made
      )
      if lane.settle(element, counters: counters) { return .more }
      return giveUp(slice.range)
    }
  }

  /// Closes the resources of a worker that was given up, without `on_done`, which its replacement runs.
  func leave() {
    // What it cannot let go of is lost with the worker.
    try? transform.end(nil)
    life.leave()
  }

  /// The state of a reduce; nil for any other stage.
  var reduction: (any Reduction)? { work == .reduce ? transform.reduction : nil }

  /// Ends the worker's part in the stage: leaves the state of a reduce to the worker that merges it, runs `on_done`, closes its resources.
  func end() {
    meeting?.leave(reduction, worker: info.index)
    life.end { (status) throws(RunFailure) in try transform.end(status) }
  }
}

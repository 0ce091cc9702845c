internal import SwpipeCore

/// One worker's share of a stage: its transform, what it emits, and where that goes.
final class StageRunner {
  let plan: StagePlan
  let info: WorkerInfo
  let counters: StageCounters
  private let work: Operator
  private let isInverted: Bool
  let control: RunControl
  private let gives: ResultType
  private unowned let lane: Lane
  let life: WorkerLife
  private var transform: any Transform
  /// Whether the transform can suspend a task instead of blocking a thread.
  let awaits: Bool
  private var builder = BatchBuilder()
  private var attempts: FailedAttempts
  private var current: (batch: Batch, range: Range<Int>)?
  /// What the element at hand, which may yet fail, has given past what memory may hold.
  private var held: HeldOutput?
  /// What limits the transform's time for an element, where the stage has a timeout.
  private let deadline: ElementDeadline?
  /// What came of the first half of a step.
  private enum Outcome {
    case worked(ElementFailure?)
    case ended(Step)
  }

  private var outcome = Outcome.ended(.done)
  /// Nanoseconds that the transform has taken for the element at hand.
  private var used: Int64 = 0
  /// Called when the transform has returned, before what it gave is handed on.
  var returned: (() -> Void)?
  /// Whether the transform came back too late, so that another worker has this one's place.
  private(set) var isGivenUp = false
  var outlets: [Outlet] = []
  /// Which look of the lane's `isClosed` has come by.
  var lastLook = 0
  /// Whether the transform returns before its slice is done where that takes long.
  let isInterruptible: Bool
  /// Whether the transform said that it refuses all further elements.
  private(set) var isExhausted = false

  init(
    plan: StagePlan,
    work: Operator,
    isInverted: Bool,
    gives: ResultType,
    transform: any Transform,
    life: WorkerLife,
    counters: StageCounters,
    lane: Lane,
    deadline: ElementDeadline? = nil
  ) {
    self.plan = plan
    self.work = work
    self.isInverted = isInverted
    self.gives = gives
    self.transform = transform
    awaits = transform is any AwaitingTransform
    self.life = life
    self.counters = counters
    self.lane = lane
    self.deadline = deadline
    info = life.info
    isInterruptible = transform is any InterruptibleTransform
    control = lane.control
    attempts = FailedAttempts(policy: plan.onError)
    // An element that may be tried again or dropped shows nothing until it has succeeded.
    builder.holdsElements = work == .flatMap && plan.onError != ErrorPolicy()
    builder.heldByteLimit = SpillFile.limit(memory: control.budget.limit)
    noteExhaustion()
  }

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
      guard let transform = transform as? any InterruptibleTransform else { continue }
      let untouched = min(max(transform.untouched, builder.position), end)
      touched(untouched - range.lowerBound)
      guard untouched > range.lowerBound, untouched < end, Clock.now - started > patience else {
        continue
      }
      end = untouched
      current = (batch, range.lowerBound..<end)
      if builder.position == end, held == nil { break }
    }
    _ = self.end(.done)
    return range.upperBound - end
  }

  /// Takes on elements that are counted as held; `step` works on them.
  ///
  /// `ticket` is that of the first where the transform has begun on them already.
  func begin(_ batch: Batch, _ range: Range<Int>, ticket: Int? = nil) {
    if isExhausted {
      StageCounters.add(range.count, to: counters.consumed)
      StageCounters.add(-range.count, to: counters.held)
      current = nil
      return
    }
    current = (batch, range)
    dropHeld()
    if let ticket {
      concurrent?.beginSlice(ticket, at: range.lowerBound)
    } else if isInterruptible, var interruptible = transform as? any InterruptibleTransform {
      interruptible.begin(batch, range)
      transform = interruptible
    }
    let slice = Slice(batch, range)
    builder.begin(slice, for: work, isInverted: isInverted, type: gives.type(for: batch.type))
  }

  /// The transform, if it can work on several elements at once.
  var concurrent: (any ConcurrentTransform)? { transform as? any ConcurrentTransform }

  /// The position of the first element that is not done.
  var position: Int { builder.position }

  /// Lets go of the element at hand, which failed and waits for its next try; what `resume` is told of
  /// it.
  func setAside() -> FailedAttempts.Made {
    current = nil
    defer { attempts.forget() }
    return attempts.made
  }

  /// Counts tries of the element at hand that were made before; called after `begin`.
  func resume(_ made: FailedAttempts.Made) {
    guard let (batch, range) = current else { return }
    let source = Slice(batch, range).sourcePosition(range.lowerBound)
    attempts.resume(at: source, range.lowerBound, made)
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
    if failure != nil { dropHeld() }
    if held == nil, !builder.isHolding { deliver(batch, slice) }
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
      }
      guard builder.position == range.upperBound, held == nil else { return .more }
      noteExhaustion()
      return end(.done)
    }
  }

  private func end(_ step: Step) -> Step {
    current = nil
    transform.forget()
    return step
  }

  /// Drops the rest of the elements, because the run stops.
  private func giveUp(_ range: Range<Int>) -> Step {
    dropHeld()
    let count = range.upperBound - builder.position
    StageCounters.add(count, to: counters.abandoned)
    StageCounters.add(-count, to: counters.held)
    return end(.done)
  }

  /// Calls the transform once and counts what it got done; what it says of the element it stopped at.
  private func apply(_ slice: borrowing Slice) -> ElementFailure? {
    let before = builder.position
    let started = Clock.now
    var failure: ElementFailure?
    deadline?.begin(used: used, attempts: attempts)
    do {
      try transform.apply(slice, into: &builder)
    } catch {
      failure = error
    }
    if let deadline, !deadline.end() {
      isGivenUp = true
      return nil
    }
    let taken = Clock.now - started
    used = failure == nil && builder.position == before ? used + taken : 0
    // Another element may have the same place in another batch, or another source.
    if builder.position != before { attempts.forget() }
    if failure != nil { builder.rollBackElement() }
    StageCounters.add(Int(taken), to: counters.busyNanoseconds)
    settle(builder.position - before)
    return failure
  }

  /// Hands on what was emitted; where a filter kept everything, the elements themselves.
  private func deliver(_ batch: Batch, _ slice: borrowing Slice) {
    if builder.hasKeptAll(of: slice), batch.isWellFilled(by: slice.range) {
      lane.give(batch, slice.range, to: outlets)
    } else if let output = builder.freeze(budget: control.budget) {
      emit(output)
    }
  }

  private func emit(_ output: Batch) {
    if work == .flatMap { StageCounters.add(output.count, to: counters.emitted) }
    lane.give(output, 0..<output.count, to: outlets)
  }

  /// Counts elements that the transform is done with.
  private func settle(_ count: Int) {
    switch work {
    case .map, .flatMap: StageCounters.add(count, to: counters.kept)
    case .each: StageCounters.add(count, to: counters.consumed)
    case .filter:
      let kept = builder.takeKept()
      StageCounters.add(kept, to: counters.kept)
      StageCounters.add(count - kept, to: counters.filtered)
    }
    StageCounters.add(-count, to: counters.held)
  }

  // MARK: Held output

  /// Whether the next step brings held output to disk or hands on what is there, which is no time of
  /// the transform's.
  var hasHeldToMove: Bool { builder.isHolding ? builder.isFull : held != nil }

  /// Puts what the element at hand has given so far on disk, or, where it is done, hands on the next
  /// part of that.
  private func moveHeld(_ batch: Batch, _ slice: borrowing Slice) throws(RunFailure) {
    guard builder.isHolding else { return try returnHeld(batch, slice) }
    let held = try openHeld()
    let finished = builder.finishedCount
    guard let output = builder.freeze() else { return }
    if let before = output.copy(0..<finished, budget: control.budget) { emit(before) }
    try held.append(output, finished..<output.count)
    // What stands on disk is handed on before anything else.
    builder.endsAfterElement = true
  }

  private func openHeld() throws(RunFailure) -> HeldOutput {
    if let held { return held }
    let made = try HeldOutput(directory: control.temporaryDirectory)
    held = made
    return made
  }

  private func returnHeld(_ batch: Batch, _ slice: borrowing Slice) throws(RunFailure) {
    guard let held else { return }
    if !held.isReturning { try held.finish() }
    let part = try held.next { (frame) throws(FrameLoss) in
      try frame.batch(budget: control.budget)
    }
    if let part { return emit(part) }
    dropHeld()
    deliver(batch, slice)
  }

  private func dropHeld() {
    held = nil
    builder.endsAfterElement = false
  }

  // MARK: Awaiting

  /// Begins the element at hand of a transform that awaits; nil where `step` is to be called next.
  func beginWait() -> AwaitedEvent? {
    guard awaits, let (batch, range) = current, !control.isStopped,
      var awaiting = transform as? any AwaitingTransform
    else { return nil }
    defer { transform = awaiting }
    return awaiting.begin(Slice(batch, range), at: builder.position)
  }

  // MARK: Failures

  /// Takes over the element that the worker before this one was given up on: it failed by timeout.
  func takeOver(_ overrun: ElementDeadline.Overrun) -> Step {
    attempts = overrun.attempts
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
    used = 0
    let (position, source) = (builder.position, slice.sourcePosition(builder.position))
    switch attempts.next(at: source, position, now: Clock.now, times: failure.tries) {
    case .retry(let nanoseconds):
      StageCounters.add(1, to: counters.retried)
      return .wait(nanoseconds)
    case .final where failure.kind == .resource:
      control.fail(life.located(RunFailure(.resource, failure.message), plan.place))
      return giveUp(slice.range)
    case .final(let final, let tries):
      builder.skipElement()
      StageCounters.add(-1, to: counters.held)
      let element = FailedElement(
        slice,
        position,
        failure,
        plan: plan,
        worker: info,
        attempts: tries
      )
      if control.settle(element, final, counters: counters, lane: lane) { return .more }
      return giveUp(slice.range)
    }
  }

  private func noteExhaustion() {
    if work == .filter, !isInverted, let filter = transform as? any FilterTransform {
      isExhausted = isExhausted || filter.isExhausted
    }
  }

  /// Closes the resources of a worker that was given up, without `on_done`, which its replacement runs.
  func leave() {
    // What it cannot let go of is lost with the worker.
    try? endTransform(nil)
    life.leave()
  }

  /// Ends the worker's part in the stage: runs `on_done`, closes its resources.
  func end() {
    life.end { (status) throws(RunFailure) in try endTransform(status) }
  }

  private func endTransform(_ status: StageStatus?) throws(RunFailure) {
    guard var ending = transform as? any EndingTransform else { return }
    defer { transform = ending }
    try ending.end(status)
  }
}

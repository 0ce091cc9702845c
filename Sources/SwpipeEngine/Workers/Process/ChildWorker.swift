internal import SwpipeCore
internal import Synchronization

/// A worker within its worker process: the same lane as a thread's, fed by frames.
final class ChildWorker {
  private let reader: FrameReader
  private let sender: FrameSender
  private let maker: LaneMaker
  private let lane: Lane
  private let delivery: RemoteDelivery
  private let runner: StageRunner
  /// The stage itself, then the sync stages below it.
  private let units: [Int]
  private let plan: StagePlan
  private var hasLostParent = false
  /// Whether the parent counts the time as the transform's.
  private var isClockRunning = false

  /// Starts the stage's resources and makes the transforms.
  init(
    _ order: WorkerOrder,
    plan: StagePlan,
    maker: LaneMaker,
    reader: FrameReader,
    sender: FrameSender
  ) throws(RunFailure) {
    self.reader = reader
    self.sender = sender
    self.maker = maker
    self.plan = plan
    let topology = maker.control.topology
    units = [order.unit] + topology.carriedStages(order.unit)
    delivery = RemoteDelivery(stop: maker.control.stop)
    (lane, runner) = try maker.lane(
      stage: order.unit,
      plan: plan,
      worker: order.index,
      delivery: .remote(delivery),
      restarts: order.restarts
    )
    delivery.overflow = { [unowned self] in sendPart() }
    // Sync stages work on what the transform gave before the step ends; their time is not its own.
    if units.count > 1 { runner.returned = { [unowned self] in stopClock() } }
  }

  /// Works until the parent says that it is done, or has gone.
  func run() throws(FrameLoss) {
    var frame = FrameWriter(.started)
    frame.put(runner.isExhausted || lane.isClosed)
    try sender.send(frame)
    while true {
      switch try reader.kind() {
      case .batch: try work()
      case .done: return try end()
      default: throw .garbled
      }
      if hasLostParent { throw .ended }
    }
  }

  private func work() throws(FrameLoss) {
    for target in lane.targets where try reader.flag() { target.markClosed() }
    let (tries, firstFailure) = (try reader.number(), try reader.long())
    let batch = try reader.batch(budget: nil)
    let started = Clock.now
    var waited: Int64 = 0
    runner.begin(batch, 0..<batch.count)
    if tries > 0 { runner.resume(FailedAttempts.Made(tries: tries, firstFailure: firstFailure)) }
    startClock(.attempt)
    loop: while !hasLostParent {
      if runner.hasHeldToMove { stopClock() } else { startClock(.resumed) }
      switch runner.step() {
      case .done, .givenUp: break loop
      case .more: continue
      case .wait(let nanoseconds):
        let before = Clock.now
        stopClock()
        maker.control.stop.wait(nanoseconds: nanoseconds)
        waited += Clock.now - before
        startClock(.attempt)
      }
    }
    isClockRunning = false
    var frame = FrameWriter(.result)
    WorkerOutput(of: lane, delivery, units: units).put(to: &frame)
    frame.put(runner.isExhausted || lane.isClosed)
    frame.put(Clock.now - started - waited)
    try sender.send(frame)
  }

  /// Tells the parent, where the stage has a `timeout`, that the transform's time runs.
  private func startClock(_ kind: FrameKind) {
    guard plan.timeout > 0, !isClockRunning else { return }
    isClockRunning = true
    send(FrameWriter(kind))
  }

  /// The same, that it does not.
  private func stopClock() {
    guard isClockRunning else { return }
    isClockRunning = false
    send(FrameWriter(.waiting))
  }

  /// Sends what there is, many elements in pieces, so that they are not in memory twice.
  private func sendPart() {
    var output = WorkerOutput(of: lane, delivery, units: units)
    let segments = output.segments
    output.segments = []
    for (target, segment) in segments {
      var rest = segment
      while rest.count > 0 {
        let end = Slice(rest.batch, rest.range)
          .end(from: rest.range.lowerBound, fitting: HeldOutput.partSize)
        var part = WorkerOutput(units: units.count)
        part.segments = [(target, rest.removeFirst(end - rest.range.lowerBound))]
        send(part)
      }
    }
    send(output)
  }

  private func send(_ output: WorkerOutput) {
    var frame = FrameWriter(.part)
    output.put(to: &frame)
    send(frame)
  }

  private func send(_ frame: FrameWriter) {
    do { try sender.send(frame) } catch { hasLostParent = true }
  }

  /// Sends what the stages that reduce have kept.
  private func sendStates() throws(FrameLoss) {
    for (unit, runner) in zip(units, lane.runners) {
      guard let reduction = runner.reduction else { continue }
      do throws(RunFailure) {
        try reduction.give { part in
          var frame = FrameWriter(.state)
          frame.put(unit)
          frame.put(Array(part))
          send(frame)
        }
      } catch {
        maker.control.fail(runner.life.located(error, runner.plan.place))
      }
      if hasLostParent { throw .ended }
    }
  }

  /// Runs `on_done` and says what went wrong.
  private func end() throws(FrameLoss) {
    for unit in units { maker.control.units[unit].roll.tell(try reader.status()) }
    if try reader.flag() { maker.control.stop.open() }
    if !maker.control.isEnding { try sendStates() }
    try sender.send(FrameWriter(.ending))
    lane.end()
    for failure in maker.control.shared.closeAll() { maker.control.fail(failure) }
    var frame = FrameWriter(.ended)
    var failures: [RunFailure] = []
    if case .failed(let failure)? = maker.control.ending { failures.append(failure) }
    frame.put(failures) { $0.put($1) }
    try sender.send(frame)
  }
}

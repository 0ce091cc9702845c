internal import SwpipeCore
internal import Synchronization

/// A worker within its worker process: the same lane as a thread's, fed by frames.
final class ChildWorker {
  private let reader: FrameReader
  private let sender: FrameSender
  private let maker: LaneMaker
  private let lane: Lane
  private let runner: StageRunner
  /// The stage itself, then the sync stages below it.
  private let units: [Int]
  private let plan: StagePlan
  private var hasLostParent = false

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
    units = [order.unit] + topology.syncStages(below: order.unit)
    (lane, runner) = try maker.lane(
      stage: order.unit,
      plan: plan,
      worker: order.index,
      order: nil,
      restarts: order.restarts,
      defersPushes: true,
      defersFailures: true
    )
    lane.overflow = { [unowned self] in sendPart() }
  }

  /// Works until the parent says that it is done, or has gone.
  func run() throws(FrameLoss) {
    try sender.send(FrameWriter(.started))
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
    if tries > 0 { runner.resume(tries: tries, firstFailure: firstFailure) }
    try beginAttempt()
    var isAside = false
    loop: while !hasLostParent {
      if runner.hasHeldToMove != isAside {
        isAside.toggle()
        if plan.timeout > 0 { try sender.send(FrameWriter(isAside ? .waiting : .resumed)) }
      }
      switch runner.step() {
      case .done, .givenUp: break loop
      case .more: continue
      case .wait(let nanoseconds):
        let before = Clock.now
        if plan.timeout > 0 { try sender.send(FrameWriter(.waiting)) }
        maker.control.stop.wait(nanoseconds: nanoseconds)
        waited += Clock.now - before
        try beginAttempt()
      }
    }
    var frame = FrameWriter(.result)
    WorkerOutput(of: lane, units: units).put(to: &frame)
    frame.put(runner.isExhausted || lane.isClosed)
    frame.put(Clock.now - started - waited)
    try sender.send(frame)
  }

  private func beginAttempt() throws(FrameLoss) {
    if plan.timeout > 0 { try sender.send(FrameWriter(.attempt)) }
  }

  private func sendPart() {
    var frame = FrameWriter(.part)
    WorkerOutput(of: lane, units: units).put(to: &frame)
    do { try sender.send(frame) } catch { hasLostParent = true }
  }

  /// Runs `on_done` and says what went wrong.
  private func end() throws(FrameLoss) {
    for unit in units { maker.rolls[unit].tell(try reader.status()) }
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

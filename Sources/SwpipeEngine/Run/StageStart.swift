internal import SwpipeCore

/// What the start of a stage's workers takes, whatever their kind.
final class StageStart: Sendable {
  private let plan: StagePlan
  private let unit: RunUnit
  private let intake: Intake
  private let maker: LaneMaker
  private let processes: (children: ChildProcesses, plan: [UInt8])?
  private let executor: BlockingExecutor?
  private let policy: SlicePolicy
  private let loop: StageLoop
  private let stuck = StuckWorkers()

  private var control: RunControl { maker.control }

  /// `processes` is where worker processes come from and the plan as they are given it, nil where no
  /// stage has any.
  init(
    _ plan: StagePlan,
    _ unit: RunUnit,
    _ intake: Intake,
    maker: LaneMaker,
    processes: (children: ChildProcesses, plan: [UInt8])?
  ) throws(RunFailure) {
    self.plan = plan
    self.unit = unit
    self.intake = intake
    self.maker = maker
    self.processes = processes
    policy = maker.slicePolicy(plan)
    guard let loop = StageLoop(plan, policy) else {
      preconditionFailure("\(plan.id) runs in the workers that feed it")
    }
    self.loop = loop
    guard loop == .task else {
      executor = nil
      return
    }
    try TaskPool.check()
    try maker.control.timer.start()
    guard maker.blocks(unit.number) else {
      executor = nil
      return
    }
    let made = try BlockingExecutor(
      threads: plan.workers,
      name: plan.id,
      events: maker.control.events
    )
    maker.control.roster.add(made)
    executor = made
  }

  /// Starts all workers.
  func all() throws(RunFailure) {
    for index in 0..<plan.workers { try worker(index) }
  }

  /// Starts one worker; what fails in it fails the run.
  ///
  /// One that replaces another has that one's element to take over.
  private func worker(
    _ index: Int,
    restarts: Int = 0,
    takingOver overrun: ElementDeadline.Overrun? = nil
  ) throws(RunFailure) {
    let deadline = try makeDeadline(index, restarts: restarts)
    let worker: Worker
    switch loop {
    case .task:
      worker = .task(
        WorkerTask(on: executor, events: control.events) { [self] in
          defer { leave(deadline) }
          await makeTask(index, restarts, overrun, deadline)?.run()
        }
      )
    case .thread(let loop):
      worker = .thread(
        try WorkerThread(name: "\(plan.id)/\(index)", events: control.events) { [self] in
          defer { leave(deadline) }
          runThread(loop, index, restarts, overrun, deadline)
        }
      )
    }
    control.roster.add(worker, at: WorkerRoster.Place(unit: unit.number, index: index))
    // It may have come to its end already, when the roster still had the one that it replaces.
    control.events.unpark()
  }

  private func runThread(
    _ loop: StageLoop.ThreadLoop,
    _ index: Int,
    _ restarts: Int,
    _ overrun: ElementDeadline.Overrun?,
    _ deadline: ElementDeadline?
  ) {
    do throws(RunFailure) {
      switch loop {
      case .sort:
        SortWorker(
          plan: plan,
          queue: intake.queue,
          counters: unit.counters,
          lane: try maker.lane(sort: unit.number)
        ).run()
      case .process: runProcess(index)
      case .slices: try runSlices(index, restarts, overrun, deadline)
      case .concurrent(let concurrency): try runConcurrent(index, concurrency)
      }
    } catch {
      control.fail(error)
    }
  }

  private func runSlices(
    _ index: Int,
    _ restarts: Int,
    _ overrun: ElementDeadline.Overrun?,
    _ deadline: ElementDeadline?
  ) throws(RunFailure) {
    let (lane, runner) = try threadLane(index, restarts, deadline)
    StageWorker(
      intake: intake,
      counters: unit.counters,
      lane: lane,
      runner: runner,
      deadline: deadline,
      policy: policy
    ).run(takingOver: overrun)
  }

  private func runConcurrent(_ index: Int, _ concurrency: Int) throws(RunFailure) {
    let (lane, runner) = try threadLane(index)
    guard let transform = runner.concurrent else {
      preconditionFailure("a transform of \(plan.id) does not do what its definition says")
    }
    try ConcurrentWorker(
      queue: intake.queue,
      counters: unit.counters,
      lane: lane,
      runner: runner,
      transform: transform,
      concurrency: concurrency
    ).run()
  }

  private func threadLane(_ index: Int, _ restarts: Int = 0, _ deadline: ElementDeadline? = nil)
    throws(RunFailure) -> (lane: Lane, runner: StageRunner)
  {
    try maker.lane(
      stage: unit.number,
      plan: plan,
      worker: index,
      delivery: maker.threadDelivery(unit.number, order: intake.order),
      restarts: restarts,
      deadline: deadline
    )
  }

  private func runProcess(_ index: Int) {
    guard let processes else { preconditionFailure("nothing starts the processes of \(plan.id)") }
    ProcessWorker(
      intake: intake,
      lane: maker.lane(process: unit.number, order: intake.order),
      seat: ProcessSeat(
        plan: plan,
        unit: unit.number,
        index: index,
        maker: maker,
        children: processes.children,
        encodedPlan: processes.plan
      ),
      policy: policy
    ).run()
  }

  private func makeTask(
    _ index: Int,
    _ restarts: Int,
    _ overrun: ElementDeadline.Overrun?,
    _ deadline: ElementDeadline?
  ) -> TaskWorker? {
    do throws(RunFailure) {
      let delivery = maker.taskDelivery(unit.number, order: intake.order)
      let (lane, runner) = try maker.lane(
        stage: unit.number,
        plan: plan,
        worker: index,
        delivery: .deferred(delivery),
        restarts: restarts,
        deadline: deadline
      )
      let worker = TaskWorker(
        intake: intake,
        counters: unit.counters,
        lane: lane,
        delivery: delivery,
        runner: runner,
        deadline: deadline,
        policy: policy
      )
      if let overrun { worker.takeOver(overrun) }
      return worker
    } catch {
      control.fail(error)
      return nil
    }
  }

  // MARK: Timeouts

  private func makeDeadline(_ index: Int, restarts: Int) throws(RunFailure) -> ElementDeadline? {
    guard plan.timeout > 0, loop.endsLateWorkers(policy) else { return nil }
    let deadline = ElementDeadline(timeout: plan.timeout, watch: control.deadlines) {
      [self] overrun, deadline in
      replace(index, restarts: restarts, overrun, deadline)
    }
    try control.deadlines.add(deadline)
    return deadline
  }

  private func leave(_ deadline: ElementDeadline?) {
    guard let deadline else { return }
    deadline.noteReturn()
    control.deadlines.remove(deadline)
  }

  /// Gives a worker up, which can't be interrupted, and puts another in its place.
  private func replace(
    _ index: Int,
    restarts: Int,
    _ overrun: ElementDeadline.Overrun,
    _ deadline: ElementDeadline
  ) {
    control.deadlines.remove(deadline)
    unit.counters.restart()
    do throws(RunFailure) {
      if deadline.hasWorked, let state = maker.stateLost(withThreadOf: unit.number) {
        var failure = state.failure(state.timeout(of: plan), isTimeout: true)
        failure.stage = plan.id
        failure.worker = WorkerInfo(
          index: index,
          kind: plan.kind,
          stage: plan.id,
          restarts: restarts
        )
        failure.place = plan.place
        throw failure
      }
      // At the moment of its overrun a worker counts as stuck, even where its wait is about to end.
      guard stuck.add(deadline) <= plan.workers else {
        let limit = Duration.text(nanoseconds: plan.timeout)
        throw RunFailure(
          .element,
          "\(plan.workers + 1) elements are stuck past the timeout of \(limit), and a thread cannot be ended",
          help: "use `kind: process`, whose workers can be",
          stage: plan.id,
          place: plan.place
        )
      }
      try executor?.addThread()
      try worker(index, restarts: restarts + 1, takingOver: overrun)
    } catch {
      control.fail(error)
    }
  }
}

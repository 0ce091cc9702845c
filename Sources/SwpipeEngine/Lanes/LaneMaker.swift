internal import SwpipeCore
internal import Synchronization

/// Makes the lanes of a run: each worker's own transforms and the way to the queues below.
struct LaneMaker: Sendable {
  let control: RunControl
  let catalog: Catalog
  /// Where the programs of plugins come from; nil where no stage has any.
  let children: (any ChildStarter)?
  /// By unit with a worker of its own: the queues below, in the order of `Topology.targets`.
  let targets: [[QueueTarget]]
  private let deadLetters: QueueTarget?

  init(control: RunControl, catalog: Catalog, children: (any ChildStarter)?) {
    self.control = control
    self.catalog = catalog
    self.children = children
    let topology = control.topology
    targets = control.units.map { unit in
      topology.targets(below: unit.number).map { edge in
        LaneMaker.target(control.units[edge.reader], input: edge.input, control.memory)
      }
    }
    deadLetters = topology.deadLetter.map { unit in
      LaneMaker.target(control.units[unit], input: 0, control.memory)
    }
  }

  private static func target(_ unit: RunUnit, input: Int, _ memory: MemoryGate) -> QueueTarget {
    guard let queue = unit.queue else { preconditionFailure("nothing waits for \(unit.id)") }
    return QueueTarget(
      queue: queue,
      unit: unit.number,
      input: input,
      counters: unit.counters,
      memory: memory
    )
  }

  /// The stages that a worker of a unit runs, its own first, and which worker of each it is.
  func places(of unit: Int, worker: Int) -> [(unit: Int, index: Int)] {
    ([unit] + control.topology.carriedStages(unit)).map { stage in
      (unit: stage, index: control.topology.index(of: stage, inWorker: worker, of: unit))
    }
  }

  /// How the workers of a stage take elements.
  func slicePolicy(_ plan: StagePlan) -> SlicePolicy {
    catalog.role(of: plan).map { SlicePolicy($0) } ?? SlicePolicy()
  }

  /// Whether a task worker of the unit may block its thread.
  ///
  /// One with a timeout may hang, and has to be given up with its thread. A sync stage that awaits
  /// or tries elements again blocks too: only the worker's own stage can be suspended.
  func blocks(_ unit: Int) -> Bool {
    guard let plan = stage(unit) else { return false }
    let waiting = waiting(plan)
    if waiting == .blocks || (plan.timeout > 0 && waiting == .computes) { return true }
    let syncStages = control.topology.carriedStages(unit).compactMap(stage)
    return syncStages.contains { self.waiting($0) != .computes || $0.onError.retry != nil }
      || ([plan] + syncStages).contains { stage in
        stage.onDone.contains { catalog.action($0.component).blocks }
      }
  }

  /// What is lost with a thread or task of a unit that is given up; nil where its stages keep no state of
  /// their own.
  func stateLost(withThreadOf unit: Int) -> LostState? {
    let stages = ([unit] + control.topology.carriedStages(unit)).compactMap(stage)
    return LostState(of: stages, inProcess: false, catalog)
  }

  func stage(_ unit: Int) -> StagePlan? { control.units[unit].stage }

  private func waiting(_ plan: StagePlan) -> Waiting {
    catalog.role(of: plan)?.waiting ?? .computes
  }

  /// Waits no longer for workers that are starting, so that those in their end go on; whether there were
  /// any.
  func giveUpStarts() -> Bool {
    control.units.reduce(false) { $1.roll.giveUpStarts() || $0 }
  }

  /// Whether a worker that has an end to come is on its way there, holding no element: it is not stuck in a
  /// transform, but waits for a processor.
  var hasEndsUnderWay: Bool {
    let topology = control.topology
    return topology.units.indices.contains { head in
      guard topology.workers(head) > 0,
        control.units[head].counters.held.load(ordering: .relaxed) == 0
      else { return false }
      let stages = [head] + topology.carriedStages(head)
      // A source's own counts say nothing of what its sync stages hold.
      guard stages.dropFirst().allSatisfy({ StageCounts(control.units[$0].counters).isBalanced })
      else { return false }
      return stages.contains { unit in
        guard let plan = stage(unit), !plan.onStart.isEmpty || !plan.onDone.isEmpty else {
          return false
        }
        return !control.units[unit].roll.lost.isEmpty
      }
    }
  }

  /// Runs `on_done` in the stead of workers that started and never came to their end.
  func endLostWorkers() {
    _ = giveUpStarts()
    control.endingWorkers.giveUpStarts()
    for unit in control.units { unit.roll.close() }
    for unit in control.units {
      guard let plan = unit.stage else { continue }
      for index in unit.roll.lost {
        WorkerLife.endLost(
          WorkerInfo(index: index, kind: plan.kind, stage: plan.id),
          plan,
          control,
          catalog,
          unit.roll
        )
      }
    }
  }

  /// The lane of a source.
  func lane(source unit: Int) throws(RunFailure) -> Lane {
    // What it has read may find no room in time after a first signal.
    let patience = { [control] in control.sourcePatience }
    return try lane(head: unit, DirectDelivery(targets: targets[unit], patience: patience))
  }

  /// The lane of the worker that sorts, or that gives what a reduce has made, which has no runner of its own.
  func lane(sort unit: Int) throws(RunFailure) -> Lane {
    try lane(head: unit, DirectDelivery(targets: targets[unit]))
  }

  private func lane(head unit: Int, _ delivery: DirectDelivery) throws(RunFailure) -> Lane {
    let lane = makeLane(unit, .direct(delivery), targets[unit])
    do throws(RunFailure) {
      lane.outlets = try makeSyncRunners(below: unit, worker: 0, lane)
    } catch {
      endUnmade(lane, error)
      throw error
    }
    return lane
  }

  /// Ends the workers' parts in the stages of a lane that did start, where a later one did not.
  private func endUnmade(_ lane: Lane, _ failure: RunFailure) {
    // First, because an end waits for other workers' starts as long as the run goes on.
    control.fail(failure)
    for runner in lane.runners { runner.end() }
  }

  /// What the workers of a unit hand on to.
  private func ownTargets(_ unit: Int) -> [QueueTarget] {
    control.topology.isReduce(unit) ? [] : targets[unit]
  }

  /// The lane of the thread that feeds a worker process, which has the stage's runners itself.
  func lane(process unit: Int, order: ArrivalOrder?) -> Lane {
    makeLane(unit, threadDelivery(unit, order: order), ownTargets(unit))
  }

  private func makeLane(_ unit: Int, _ delivery: Delivery, _ targets: [QueueTarget]) -> Lane {
    Lane(
      control: control,
      targets: targets,
      unit: unit,
      delivery: delivery,
      deadLetters: deadLetters
    )
  }

  /// How the threads of a stage hand on what they make; `order` is that of an ordered stage.
  func threadDelivery(_ unit: Int, order: ArrivalOrder?) -> Delivery {
    if let order {
      .ordered(OrderedDelivery(order: order, memory: control.memory))
    } else {
      .direct(DirectDelivery(targets: ownTargets(unit)))
    }
  }

  /// How a task of a stage does.
  func taskDelivery(_ unit: Int, order: ArrivalOrder?) -> DeferredDelivery {
    DeferredDelivery(targets: ownTargets(unit), order: order, memory: control.memory)
  }

  /// The lane of one worker of a stage, and the runner of the stage itself.
  func lane(
    stage unit: Int,
    plan: StagePlan,
    worker: Int,
    delivery: Delivery,
    restarts: Int = 0,
    deadline: ElementDeadline? = nil
  ) throws(RunFailure) -> (lane: Lane, runner: StageRunner) {
    let lane = makeLane(unit, delivery, ownTargets(unit))
    let info = WorkerInfo(index: worker, kind: plan.kind, stage: plan.id, restarts: restarts)
    let runner = try makeRunner(plan, unit, info, lane, deadline)
    lane.runners.append(runner)
    if control.topology.isReduce(unit) { return (lane, runner) }
    do throws(RunFailure) {
      lane.outlets = try makeSyncRunners(
        below: unit,
        worker: worker,
        restarts: restarts,
        lane
      )
    } catch {
      endUnmade(lane, error)
      throw error
    }
    runner.connect(lane.outlets, routes: control.topology.routes(of: unit))
    return (lane, runner)
  }

  /// Makes the runners of the sync stages in a worker of `head`, and connects them with each other and
  /// with the queues; the outlets of the worker's own unit.
  private func makeSyncRunners(
    below head: Int,
    worker: Int,
    restarts: Int = 0,
    _ lane: Lane
  ) throws(RunFailure) -> [Outlet] {
    let topology = control.topology
    var made: [Int: StageRunner] = [:]
    for unit in topology.syncStages(below: head) {
      guard let plan = stage(unit) else { preconditionFailure("unit \(unit) is no stage") }
      let index = topology.index(of: unit, inWorker: worker, of: head)
      let info = WorkerInfo(index: index, kind: .sync, stage: plan.id, restarts: restarts)
      let runner = try makeRunner(plan, unit, info, lane)
      made[unit] = runner
      lane.runners.append(runner)
    }
    let edges = topology.targets(below: head)
    let queues = Dictionary(uniqueKeysWithValues: zip(edges, targets[head]))
    func outlets(of unit: Int) -> [Outlet] {
      if unit != head, topology.isReduce(unit) { return [] }
      return topology.readers[unit].compactMap { edge in
        made[edge.reader].map { .stage($0) } ?? queues[edge].map { .queue($0) }
      }
    }
    for (unit, runner) in made {
      runner.connect(outlets(of: unit), routes: topology.routes(of: unit))
    }
    return outlets(of: head)
  }

  private func makeRunner(
    _ plan: StagePlan,
    _ unit: Int,
    _ info: WorkerInfo,
    _ lane: Lane,
    _ deadline: ElementDeadline? = nil
  ) throws(RunFailure) -> StageRunner {
    let stop = deadline?.stop ?? control.stop
    let life = try WorkerLife(
      plan: plan,
      info: info,
      control: control,
      catalog: catalog,
      roll: control.units[unit].roll,
      stop: stop
    )
    guard case .transform(let name, let work, let arguments, let isInverted) = plan.work else {
      return StageRunner(
        plan: plan,
        work: .filter,
        isInverted: false,
        gives: .same,
        transform: PassTransform(),
        life: life,
        counters: control.units[unit].counters,
        lane: lane
      )
    }
    let role = catalog.transform(name, work)
    var context = settled(
      TransformContext(
        workerInfo: info,
        stop: stop,
        log: control.log,
        resources: life.resources,
        resourceNames: plan.resourceNames
      )
    )
    context.evaluation = control.evaluation
    context.program = programContext(plan, control.units[unit], info, role)
    let transform: any Transform
    do {
      transform = try role.make(arguments, work, context)
    } catch {
      var failure = error
      failure.stage = plan.id
      failure.worker = info
      failure.place = failure.place ?? plan.place
      // Before the end, which waits for other workers' starts as long as the run goes on.
      control.fail(failure)
      life.end()
      throw failure
    }
    return StageRunner(
      plan: plan,
      work: work,
      isInverted: isInverted,
      gives: [.filter, .each, .route].contains(work) ? .same : role.gives,
      transform: transform,
      life: life,
      counters: control.units[unit].counters,
      lane: lane,
      deadline: deadline,
      meeting: control.units[unit].meeting
    )
  }

  /// Nil where nothing starts the programs of plugins.
  private func programContext(
    _ plan: StagePlan,
    _ unit: RunUnit,
    _ info: WorkerInfo,
    _ role: TransformRole
  ) -> ProgramContext? {
    guard let children else { return nil }
    var context = ProgramContext(children: children)
    context.timeout = plan.timeout
    context.memory = plan.memory
    if info.kind.hasWorkers, let queue = unit.queue {
      context.watchInput = { () throws(RunFailure) in try QueueWatch(queue) }
    }
    context.takesBack = info.kind.takesBack
    context.mostReceived = min(
      context.mostReceived,
      max(ProgramContext.leastReceived, control.budget.limit)
    )
    context.stopsOnFailure = plan.onError == ErrorPolicy()
    context.keepsState = role.keeps != .nothing
    context.fail = { [control] failure in
      var failure = failure
      failure.stage = failure.stage ?? plan.id
      failure.worker = failure.worker ?? info
      failure.place = failure.place ?? plan.place
      control.fail(failure)
    }
    context.noteRestart = { unit.counters.restart() }
    return context
  }
}

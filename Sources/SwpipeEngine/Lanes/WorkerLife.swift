internal import SwpipeCore

/// A worker's part in a stage from `on_start` to `on_done`: its resources, and its end.
final class WorkerLife {
  let info: WorkerInfo
  /// Knows the stage's other workers.
  let roll: StageRoll
  private let plan: StagePlan
  private let control: RunControl
  private let catalog: Catalog
  private let stop: Futex
  private(set) var resources: [String: any Resource] = [:]
  /// Those of this worker alone, in the order in which they were started.
  private var own: [(resource: any Resource, place: SourcePlace)] = []
  private var hasEnded = false

  /// Starts the stage's resources; those already started are closed if a later one fails.
  ///
  /// Where the run ends by now the worker never starts, which is thrown as a failure that the run is past
  /// hearing.
  ///
  /// `stop` opens when what waits in them must return.
  init(
    plan: StagePlan,
    info: WorkerInfo,
    control: RunControl,
    catalog: Catalog,
    roll: StageRoll,
    stop: Futex
  ) throws(RunFailure) {
    self.plan = plan
    self.info = info
    self.control = control
    self.catalog = catalog
    self.roll = roll
    self.stop = stop
    guard roll.begin(info.index) else {
      hasEnded = true
      throw WorkerLife.tooLate
    }
    control.endingWorkers.enterStart()
    defer { control.endingWorkers.leaveStart() }
    for resource in plan.onStart {
      do {
        try start(resource)
      } catch {
        hasEnded = true
        closeAll()
        roll.missed(info.index)
        throw located(error, resource.place)
      }
    }
    // One that the run waits for no longer has no end either.
    guard roll.started(info.index) else {
      leave()
      throw WorkerLife.tooLate
    }
  }

  private static let tooLate = RunFailure(.internalCheck, "a worker did not start before the end")

  private func start(_ resource: ResourcePlan) throws(RunFailure) {
    let role = catalog.resource(resource.component)
    let context = ResourceContext(workerInfo: info, stop: stop, log: control.log)
    let arguments = try resource.arguments.resolved(for: info, catalog.language)
    switch resource.scope {
    case .worker:
      let made = try role.make(arguments, context)
      own.append((made, resource.place))
      resources[resource.name] = made
    case .run:
      resources[resource.name] = try control.shared.resource(
        resource.sharedName,
        at: resource.place
      ) { () throws(RunFailure) in try role.make(arguments, context) }
    }
  }

  /// Runs `on_done` and closes the worker's own resources; once, whatever happened.
  ///
  /// `endTransform` is what the transform itself does at its end, before the actions; it is told nothing
  /// of the stage where another worker has had this one's end.
  func end(_ endTransform: (StageStatus?) throws(RunFailure) -> Void = { _ in }) {
    guard !hasEnded else { return }
    hasEnded = true
    // The queues are shut a moment before the stop opens; an action that began in between would be
    // ended by it.
    if control.isEnding { control.stop.wait() }
    // Before the roll says whose end it is: the run must see those whose end it leaves to them.
    control.endingWorkers.enter(actions: plan.onDone.count)
    let status = roll.ended(info.index)
    // What the roll had to wait for is not the actions' time.
    control.endingWorkers.renew()
    do {
      try endTransform(status)
    } catch {
      control.fail(located(error, plan.place))
    }
    if let status {
      for action in plan.onDone { run(action, status) }
    }
    control.endingWorkers.leave()
    closeAll()
  }

  /// Closes the worker's own resources and does nothing else.
  func leave() {
    guard !hasEnded else { return }
    hasEnded = true
    closeAll()
  }

  private func run(_ action: ActionPlan, _ status: StageStatus) {
    let context = ActionContext(
      workerInfo: info,
      stageStatus: status,
      resources: resources,
      resourceNames: action.resourceNames,
      isLost: false,
      stop: control.stop,
      log: control.log
    )
    do {
      try catalog.action(action.component).run(action.arguments, context)
    } catch {
      control.fail(located(error, action.place))
    }
  }

  /// Runs `on_done` for a worker that is gone, without its resources.
  static func endLost(
    _ info: WorkerInfo,
    _ plan: StagePlan,
    _ control: RunControl,
    _ catalog: Catalog,
    _ roll: StageRoll
  ) {
    guard let status = roll.ended(info.index) else { return }
    for action in plan.onDone {
      let context = ActionContext(
        workerInfo: info,
        stageStatus: status,
        resources: [:],
        resourceNames: action.resourceNames,
        isLost: true,
        stop: control.stop,
        log: control.log
      )
      do {
        try catalog.action(action.component).run(action.arguments, context)
      } catch {
        control.fail(error)
      }
    }
  }

  private func closeAll() {
    for (resource, place) in own.reversed() {
      do {
        try resource.close()
      } catch {
        control.fail(located(error, place))
      }
    }
    own = []
    resources = [:]
  }

  /// Says of a failure where it happened, as far as it does not say so itself.
  func located(_ failure: RunFailure, _ place: SourcePlace) -> RunFailure {
    var failure = failure
    failure.stage = failure.stage ?? plan.id
    failure.worker = failure.worker ?? info
    failure.place = failure.place ?? place
    return failure
  }
}

internal import SwpipeCore
internal import SwpipeSystem
internal import Synchronization

/// One worker's place in a stage, and the process that sits in it: started, replaced when it dies,
/// brought to its end.
final class ProcessSeat {
  let plan: StagePlan
  let control: RunControl
  /// The stage itself, then the sync stages that run in its workers.
  let units: [Int]
  private let unit: Int
  private let index: Int
  private let maker: LaneMaker
  private let children: ChildProcesses
  private let encodedPlan: [UInt8]
  private let environment: [String]
  /// Whether the end of a worker does something: closes resources, runs actions.
  private let hasEnd: Bool
  /// How many actions the end of a worker runs.
  private let actions: Int
  /// What is lost with a process that has worked; nil where its stages keep no state.
  private let state: LostState?
  /// Whether elements that the process has worked on are accounted for.
  private var hasWorked = false
  private var connection: WorkerConnection?
  /// By unit: the states of stages that reduce, as far as the process has sent them.
  private var received: [Int: any Reduction] = [:]
  private var restarts = 0
  private var hasStarted = false
  private var warnings = 0

  /// So many deaths of a worker's processes are told of.
  private static let mostWarnings = 5
  /// So many processes in a row may die before they have started.
  private static let mostDeaths = 3

  init(
    plan: StagePlan,
    unit: Int,
    index: Int,
    maker: LaneMaker,
    children: ChildProcesses,
    encodedPlan: [UInt8]
  ) {
    self.plan = plan
    self.unit = unit
    self.index = index
    self.maker = maker
    self.children = children
    self.encodedPlan = encodedPlan
    control = maker.control
    let topology = maker.control.topology
    units = [unit] + topology.carriedStages(unit)
    let stages = units.compactMap { unit in
      if case .stage(let plan) = topology.units[unit] { plan } else { nil }
    }
    environment = ChildEnvironment.strings(for: stages, maker.catalog)
    hasEnd = stages.contains { !$0.onStart.isEmpty || !$0.onDone.isEmpty }
    actions = stages.reduce(0) { $0 + $1.onDone.count }
    state = LostState(of: stages, inProcess: true, maker.catalog)
  }

  /// The worker as it is now.
  var info: WorkerInfo {
    WorkerInfo(index: index, kind: plan.kind, stage: plan.id, restarts: restarts)
  }

  // MARK: Start

  /// The process, started now if there is none; nil where the run stops before one has started.
  func occupant() throws(RunFailure) -> WorkerConnection? {
    if hasStarted { return try process() }
    control.endingWorkers.enterStart()
    defer { control.endingWorkers.leaveStart() }
    // What one of them never starts, none does.
    defer {
      if !hasStarted {
        for (unit, index) in places { maker.control.units[unit].roll.missed(index) }
      }
    }
    for (unit, index) in places where !maker.control.units[unit].roll.begin(index) { return nil }
    return try process()
  }

  private func process() throws(RunFailure) -> WorkerConnection? {
    leaveDead()
    var deaths = 0
    while true {
      if let connection { return connection }
      if control.isStopped { return nil }
      let made = WorkerConnection(
        try locating { () throws(RunFailure) in
          try children.start(label: "\(plan.id)/\(index)", environment: environment)
        },
        patience: plan.timeout
      )
      connection = made
      guard let loss = try greet(made) else { continue }
      let words = words(for: vacate(), after: loss)
      deaths += 1
      if control.isStopped { return nil }
      guard deaths < ProcessSeat.mostDeaths else {
        throw located(
          RunFailure(
            .resource,
            "the worker process \(words) while it started",
            help: RunFailure.help(startingWith: plan.memory)
          )
        )
      }
    }
  }

  /// Tells a process what it is and waits until it has started; nil where it has.
  private func greet(_ connection: WorkerConnection) throws(RunFailure) -> FrameLoss? {
    let kind: FrameKind
    var isClosed = false
    do {
      try connection.sender.send(
        WorkerOrder.frame(plan: encodedPlan, unit: unit, index: index, restarts: restarts)
      )
      kind = try connection.nextKind(control.log)
      if kind == .failed { throw try refusal(connection) }
      if kind == .started { isClosed = try connection.reader.flag() }
    } catch let failure as RunFailure {
      vacate()
      throw failure
    } catch let loss as FrameLoss {
      return loss
    } catch {
      return .garbled
    }
    guard kind == .started else { return .garbled }
    if isClosed { control.laneClosed(unit) }
    if !hasStarted {
      // The run may wait for them no longer, and none has its end without the others.
      hasStarted = places.reduce(true) { maker.control.units[$1.unit].roll.started($1.index) && $0 }
    }
    return nil
  }

  /// Why a process did not start; those of its stages whose `on_start` ran have their end all the same.
  private func refusal(_ connection: WorkerConnection) throws -> any Error {
    let failure = try connection.reader.failure()
    let units = try connection.reader.list { (frame) throws(FrameLoss) in try frame.number() }
    for (unit, index) in places where units.contains(unit) {
      maker.control.units[unit].roll.started(index)
    }
    return located(failure)
  }

  /// The stages that the process runs, and which worker of each it is.
  private var places: [(unit: Int, index: Int)] { maker.places(of: unit, worker: index) }

  /// Ends the process, so that another one takes its place; says how it had ended.
  @discardableResult
  func vacate() -> ProcessEnd {
    guard let connection else { return .unknown }
    self.connection = nil
    let end = children.end(connection.process)
    if !control.isStopped {
      restarts += 1
      control.units[unit].counters.restart()
    }
    return end
  }

  /// What to say of a process whose frames have ended, in words that follow "the worker process".
  private func words(for end: ProcessEnd, after loss: FrameLoss) -> String {
    guard loss == .timedOut else { return end.words }
    return "was stopped for longer than the timeout of \(Duration.text(nanoseconds: plan.timeout))"
  }

  // MARK: Rest

  /// Does something that the process has no part in, such as a wait for elements; its death is noticed
  /// and told at once meanwhile.
  func whileItRests<Value>(_ body: () -> Value) -> Value {
    guard let process = connection?.process else { return body() }
    let (control, plan, index, unit) = (control, plan, index, unit)
    let (lost, info) = (hasWorked ? state : nil, info)
    process.rest { end in
      if control.isStopped { return }
      control.units[unit].counters.restart()
      if let lost {
        var failure = lost.failure("the worker process \(end.words)", isTimeout: false)
        (failure.stage, failure.worker, failure.place) = (plan.id, info, plan.place)
        return control.fail(failure)
      }
      control.log.write(
        .warning,
        "worker process \(index) \(end.words) while it had nothing to do; another one takes its place",
        stage: plan.id
      )
    }
    defer { leaveDead() }
    return body()
  }

  /// Forgets a process that ended while it had nothing to do, which is told and counted already.
  private func leaveDead() {
    guard let process = connection?.process, process.wake() != nil else { return }
    connection = nil
    children.end(process)
    restarts += 1
  }

  /// Elements that the process has worked on are accounted for, so that nothing brings back what it
  /// keeps of them.
  func noteWork() {
    hasWorked = true
  }

  /// Ends the run where a process that is gone has taken along what its stages keep from one element to
  /// the next, since another one would begin with nothing; `on_error` has no say in that.
  func checkState(_ words: String, isTimeout: Bool = false) throws(RunFailure) {
    guard hasWorked else { return }
    hasWorked = false
    guard let state, !control.isStopped else { return }
    let cause = isTimeout ? state.timeout(of: plan) : "the worker process \(words)"
    throw located(state.failure(cause, isTimeout: isTimeout))
  }

  /// Says that a process has died, whose end may be nobody's element's fault; not for ever, because
  /// each of many elements may kill its own.
  func warnOfReplacement(_ words: String) {
    warnings += 1
    guard warnings <= ProcessSeat.mostWarnings else { return }
    let isLast = warnings == ProcessSeat.mostWarnings
    control.log.write(
      .warning,
      "worker process \(index) \(words); another one takes its place"
        + (isLast ? ", and further ones are only counted" : ""),
      stage: plan.id
    )
  }

  // MARK: End

  /// Lets the process run `on_done`, or another one in its stead where it has died meanwhile.
  func end() throws(RunFailure) {
    defer { leave() }
    guard hasStarted else { return }
    if hasEnd { control.endingWorkers.enter(actions: max(1, actions)) }
    defer { if hasEnd { control.endingWorkers.leave() } }
    var statuses: [StageStatus] = []
    for (unit, index) in places {
      guard let status = maker.control.units[unit].roll.ended(index) else { return }
      statuses.append(status)
    }
    for _ in 0..<ProcessSeat.mostDeaths {
      let occupant: WorkerConnection?
      do throws(RunFailure) {
        occupant = try self.occupant()
      } catch {
        reopen()
        throw error
      }
      guard let connection = occupant else { break }
      var hasBegun = false
      do throws(FrameLoss) {
        try end(connection, statuses, &hasBegun)
        return
      } catch {
        let words = words(for: vacate(), after: error)
        if hasBegun, hasEnd, !control.isStopped {
          throw located(RunFailure(.resource, "the worker process \(words) in its `on_done`"))
        }
        if hasBegun { return }
        do throws(RunFailure) {
          try checkState(words)
        } catch {
          reopen()
          throw error
        }
      }
    }
    reopen()
  }

  /// The worker comes to no end of its own: the run runs `on_done` in its stead, without its resources.
  private func reopen() {
    for (unit, index) in places { maker.control.units[unit].roll.reopen(index) }
  }

  private func end(
    _ connection: WorkerConnection,
    _ statuses: [StageStatus],
    _ hasBegun: inout Bool
  ) throws(FrameLoss) {
    var frame = FrameWriter(.done)
    for status in statuses { frame.put(status) }
    // The signal that says so may come later than this.
    frame.put(control.isEnding)
    try connection.sender.send(frame)
    received = [:]
    while true {
      let kind = try connection.nextKind(control.log)
      if kind == .ending { break }
      guard kind == .state else { throw .garbled }
      try takeState(connection)
    }
    hasBegun = true
    control.endingWorkers.renew()
    guard try connection.nextKind(control.log) == .ended else { throw .garbled }
    let failures = try connection.reader.list { (frame) throws(FrameLoss) in try frame.failure() }
    for failure in failures { control.fail(failure) }
  }

  /// Takes in a part of the state of a stage that reduces.
  private func takeState(_ connection: WorkerConnection) throws(FrameLoss) {
    let unit = try connection.reader.number()
    let part = try connection.reader.data()
    guard units.contains(unit), control.units[unit].meeting != nil else { throw .garbled }
    do throws(RunFailure) {
      let reduction: any Reduction
      if let begun = received[unit] {
        reduction = begun
      } else {
        reduction = try maker.reduction(of: unit)
        received[unit] = reduction
      }
      var failure: RunFailure?
      part.withUnsafeBytes { bytes in
        do throws(RunFailure) { try reduction.take(bytes) } catch { failure = error }
      }
      if let failure { throw failure }
    } catch {
      control.fail(located(error))
    }
  }

  /// Leaves the states that the process has sent to the workers that merge them.
  private func leaveStates() {
    for (unit, index) in places {
      control.units[unit].meeting?.leave(received[unit], worker: index)
    }
    received = [:]
  }

  private func leave() {
    leaveStates()
    if let connection { children.end(connection.process) }
    connection = nil
  }

  // MARK: Failures

  private func locating<Value>(_ body: () throws(RunFailure) -> Value) throws(RunFailure) -> Value {
    do throws(RunFailure) { return try body() } catch { throw located(error) }
  }

  /// Says of a failure where it happened, as far as it does not say so itself.
  func located(_ failure: RunFailure) -> RunFailure {
    var failure = failure
    failure.stage = failure.stage ?? plan.id
    failure.worker = failure.worker ?? info
    failure.place = failure.place ?? plan.place
    return failure
  }
}

package import SwpipeCore

/// One run of a plan: opens the endpoints, starts the workers, waits for the end, counts.
package final class PipelineRun: Sendable {
  private let plan: Plan
  private let catalog: Catalog
  let control: RunControl
  private let endpoints: Endpoints.Opened
  /// Nil where no stage has processes.
  private let children: ChildProcesses?
  /// How long workers that can't be interrupted are waited for after a stop, in nanoseconds.
  private let grace: Int64

  /// The same for sinks that write what was done before a failure, or end their output.
  private static let sinkGrace: Int64 = 2_000_000_000
  /// The same for sinks that write after a signal, since their last write.
  private static let writeGrace: Int64 = 250_000_000
  /// The time between two looks at what they have written.
  private static let writingLook: Int64 = 50_000_000
  /// How long the counts may take to agree when workers were left behind.
  private static let countingGrace: Int64 = 10_000_000_000
  /// The time between two looks at them.
  private static let countingLook: Int64 = 10_000_000

  /// Opens all sinks, then all sources; nothing flows yet.
  ///
  /// `executable` is the program whose `worker PARENT` is a worker process: this one. Files for what
  /// memory may not hold are made in `temporaryDirectory`, or else where `TMPDIR` says. After a stop,
  /// workers that cannot be interrupted are waited for `grace` nanoseconds.
  package init(
    plan: Plan,
    catalog: Catalog,
    halt: HaltLimit? = nil,
    executable: String = "/proc/self/exe",
    temporaryDirectory: String? = nil,
    grace: Int64 = 250_000_000,
    log: any LogWriter
  ) throws(RunFailure) {
    self.plan = plan
    self.catalog = catalog
    self.grace = grace
    let topology = Topology(plan)
    let memoryWaiters = MemoryWaiters()
    let places = plan.sources.map { _ in InputPlaces() }
    control = RunControl(
      topology: topology,
      units: RunUnit.all(topology, catalog, memoryWaiters),
      places: places,
      memory: plan.limits.memory,
      evaluation: plan.limits.evaluation,
      memoryWaiters: memoryWaiters,
      discardingUnits: Set(
        topology.sinks.filter { catalog.sink($0.plan.component).discardsAll }.map(\.unit)
      ),
      halt: halt,
      temporaryDirectory: temporaryDirectory ?? SpillFile.temporaryDirectory,
      log: log
    )
    children =
      plan.stages.contains { $0.kind.isIsolated || catalog.hasOwnProcess($0) }
      ? try ChildProcesses(executable: executable, log: log, events: control.events) : nil
    endpoints = try Endpoints.open(plan, catalog, control, places)
  }

  /// Runs to the end and reports; blocks the calling thread.
  ///
  /// Called once.
  package func run() -> RunReport {
    let started = Clock.now
    let maker = LaneMaker(control: control, catalog: catalog, children: children)
    let sinks = startAll(maker)
    waitForWork()
    if !control.isStopped { control.checkHalt() }
    // A resource that cannot be closed must keep the outputs from being committed.
    if !control.isStopped { closeShared() }
    finishSinks(sinks, maker)
    children?.finish()
    for unit in control.units { unit.order?.drain() }
    control.deadlines.stop()
    control.timer.stop()
    control.roster.endExecutors()
    let hasStragglers = control.roster.hasStragglers || sinks.contains { !$0.hasEnded }
    if hasStragglers { waitForCounts() }
    maker.endLostWorkers()
    waitForLateEnds()
    closeShared()
    return RunReport(
      plan: plan,
      control: control,
      seconds: Double(Clock.now - started) / 1e9,
      checksBalance: !hasStragglers
    )
  }

  /// The first call lets sources end and the rest drain, the second stops now.
  ///
  /// Nothing has to find room in a queue later than `patience` nanoseconds from now; nil is no limit.
  package func interrupt(_ signal: ExitStatus, patience: Int64? = nil) {
    if !control.drain(signal, patience: patience) { control.end(.signal(signal)) }
  }

  /// Stops now, as after a second signal.
  package func stop(_ signal: ExitStatus) {
    control.end(.signal(signal))
  }

  /// The elements that are neither settled nor given up at this moment.
  ///
  /// Any thread may call it.
  package var elementsUnderWay: Int { control.elementsUnderWay }

  /// The counts at this moment, for a look at a run that is under way.
  ///
  /// Any thread may call it. What workers hold counts as abandoned.
  package func snapshot(seconds: Double) -> RunReport {
    RunReport(plan: plan, control: control, seconds: seconds, checksBalance: false)
  }

  // MARK: Workers

  /// Starts from the sinks upward, so that nothing is fed that does not run; the sinks' workers.
  private func startAll(_ maker: LaneMaker) -> [Worker] {
    var sinks: [Worker] = []
    do throws(RunFailure) {
      for sink in endpoints.sinks { sinks.append(try start(sink)) }
      let processes = children.map { ($0, PlanCodec.encode(plan)) }
      for unit in control.units.reversed() {
        if let meeting = unit.meeting { try startReduce(unit, meeting, maker) }
        // A sync stage runs in the workers that feed it.
        guard case .stage(let plan, let intake) = unit.role else { continue }
        try StageStart(plan, unit, intake, maker: maker, processes: processes).all()
      }
      for source in endpoints.sources {
        let place = WorkerRoster.Place(unit: source.unit.number, index: 0)
        control.roster.add(try start(source, maker), at: place)
      }
    } catch {
      control.fail(error)
    }
    return sinks
  }

  private func start(_ sink: OpenSink) throws(RunFailure) -> Worker {
    let thread = try WorkerThread(name: sink.plan.id, events: control.events) { [control] in
      SinkWorker(sink, control: control).run()
    }
    return .thread(thread)
  }

  private func start(_ source: OpenSource, _ maker: LaneMaker) throws(RunFailure)
    -> Worker
  {
    let thread = try WorkerThread(name: source.plan.id, events: control.events) { [control] in
      do throws(RunFailure) {
        SourceWorker(source, lane: try maker.lane(source: source.unit.number)).run()
      } catch {
        control.fail(error)
      }
    }
    return .thread(thread)
  }

  // MARK: The end

  private func closeShared() {
    for failure in control.shared.closeAll() { control.fail(failure) }
  }

  /// Whether the sinks have written all that they will.
  private var haveSinksArrived: Bool { endpoints.sinks.allSatisfy(\.verdict.hasArrived) }

  private func waitForWork() {
    while !control.isStopped {
      let isDone =
        control.roster.haveEnded && haveSinksArrived
      if isDone { return }
      guard control.memory.isWatched else {
        control.events.park()
        continue
      }
      control.events.park(nanoseconds: MemoryGate.interval)
      control.memory.tick()
    }
  }

  /// Tells the sinks how the run ended and waits for them; after a stop, for them and the stragglers
  /// only so long.
  private func finishSinks(_ sinks: [Worker], _ maker: LaneMaker) {
    let wasStopped = control.isStopped
    let end = control.runEnd
    for sink in endpoints.sinks { sink.verdict.decide(end) }
    if !wasStopped {
      // Only the sinks are left. That one of them fails keeps no other from its end; a signal does.
      while sinks.contains(where: { !$0.hasEnded }) {
        if case .signal = control.ending { break }
        control.events.park()
      }
      if sinks.allSatisfy(\.hasEnded) { return }
    }
    control.roster.cancelAll()
    children?.askToStop()
    for unit in control.units { unit.order?.drain() }
    let stopped = Clock.now
    if waitForEnd(of: sinks, stopped: stopped, maker) { return }
    guard let children, control.roster.hasStragglers else { return }
    // The threads of killed processes have only to see to it.
    children.killAll()
    _ = waitForEnd(of: [], stopped: stopped, maker)
  }

  /// Waits for all workers and these sinks, but only so long; whether they have ended.
  private func waitForEnd(of sinks: [Worker], stopped: Int64, _ maker: LaneMaker) -> Bool {
    let started = Clock.now
    var written = (count: -1, moment: started)
    while true {
      let hasStragglers = control.roster.hasStragglers
      let isWriting = sinks.contains { !$0.hasEnded }
      if !hasStragglers, !isWriting { return true }
      var deadline = started
      var look = Int64.max
      if hasStragglers {
        let ends = control.endingWorkers.deadline(since: stopped, grace: grace)
        deadline = max(started + grace, ends)
      }
      if isWriting {
        let count = control.elementsWritten
        if count != written.count { written = (count, Clock.now) }
        deadline = max(deadline, sinkDeadline(since: started, lastWrite: written.moment))
        look = PipelineRun.writingLook
      }
      var left = deadline - Clock.now
      if left <= 0, hasStragglers {
        // Who waits to learn whether others start goes on without them.
        if maker.giveUpStarts() {
          control.endingWorkers.giveUpStarts()
          continue
        }
        if maker.hasEndsUnderWay { left = stopped + EndingWorkers.limit - Clock.now }
      }
      if left <= 0 { return false }
      control.events.park(nanoseconds: min(left, look))
    }
  }

  /// Until when sinks are waited for that write, or that end their output.
  ///
  /// What was finished before a failure is worth writing, and so is an output's end. After a second
  /// signal a write is waited for only as long as something is written: nobody may be there to read.
  private func sinkDeadline(since start: Int64, lastWrite: Int64) -> Int64 {
    let longest = start + PipelineRun.sinkGrace
    guard case .signal = control.ending, !haveSinksArrived else { return longest }
    return min(longest, lastWrite + PipelineRun.writeGrace)
  }

  /// Waits for workers that were left behind and have come to their end since.
  private func waitForLateEnds() {
    while true {
      let left = control.endingWorkers.deadline(since: 0, grace: 0) - Clock.now
      if left <= 0 { return }
      control.events.park(nanoseconds: left)
    }
  }

  /// Waits until the counts agree.
  ///
  /// What a worker holds that is stuck is counted as held. One that was left behind because it did
  /// not get a processor in time may be between two counts.
  private func waitForCounts() {
    let deadline = Clock.now + PipelineRun.countingGrace
    while control.units.contains(where: { !StageCounts($0.counters).isBalanced }),
      Clock.now < deadline
    {
      control.events.park(nanoseconds: PipelineRun.countingLook)
    }
  }
}

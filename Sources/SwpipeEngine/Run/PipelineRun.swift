package import SwpipeCore

/// One run of a plan: opens the endpoints, starts the workers, waits for the end, counts.
package final class PipelineRun: Sendable {
  private let plan: Plan
  private let catalog: Catalog
  let control: RunControl
  private let sinks: [Handover<any Sink>]
  private let sources: [Handover<any Source>]
  private let stops: [SourceStop]
  private let verdicts: [Verdict]
  /// By unit; nil for all but ordered stages.
  private let orders: [ArrivalOrder?]
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
  /// The bytes that may wait for a sink whose feeders have no maxsize.
  private static let sinkBytes = 1 << 20
  /// The elements that may wait to be put in order where the stage has no maxsize.
  private static let openWindow = 4096

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
    let windows = topology.units.map { PipelineRun.window(of: $0, catalog) }
    let memoryWaiters = MemoryWaiters()
    let queues = topology.units.indices.map {
      PipelineRun.queue(for: $0, topology, window: windows[$0], memoryWaiters)
    }
    let places = plan.sources.map { _ in InputPlaces() }
    control = RunControl(
      topology: topology,
      counters: topology.units.map { _ in StageCounters() },
      queues: queues,
      places: places,
      memory: plan.limits.memory,
      memoryWaiters: memoryWaiters,
      discardingUnits: Set(
        topology.sinks.filter { catalog.sink($0.plan.component).discardsAll }.map(\.unit)
      ),
      halt: halt,
      temporaryDirectory: temporaryDirectory ?? SpillFile.temporaryDirectory,
      log: log
    )
    orders = topology.units.indices.map { unit in
      guard let window = windows[unit], let queue = queues[unit] else { return nil }
      return ArrivalOrder(queue: queue, window: window, memoryWaiters: memoryWaiters)
    }
    verdicts = topology.sinks.map { _ in Verdict() }
    children =
      plan.stages.contains { $0.kind == .process || catalog.hasOwnProcess($0) }
      ? try ChildProcesses(executable: executable, log: log, events: control.events) : nil
    let opened = try Endpoints.open(plan, catalog, control, places)
    sinks = opened.sinks
    sources = opened.sources
    stops = opened.stops
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
    for order in orders { order?.drain() }
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
      for number in verdicts.indices { sinks.append(try startSink(number)) }
      let processes = children.map { ($0, PlanCodec.encode(plan)) }
      for number in plan.stages.indices.reversed() {
        try start(number, maker, processes)
      }
      for number in plan.sources.indices {
        let place = WorkerRoster.Place(unit: number, index: 0)
        control.roster.add(try startSource(number, maker), at: place)
      }
    } catch {
      control.fail(error)
    }
    return sinks
  }

  private func startSink(_ number: Int) throws(RunFailure) -> Worker {
    let sink = control.topology.sinks[number]
    guard let queue = control.queues[sink.unit] else {
      preconditionFailure("the sink \(sink.plan.id) has no queue")
    }
    let thread = try WorkerThread(name: sink.plan.id, events: control.events) { [self] in
      SinkWorker(
        plan: sink.plan,
        unit: sink.unit,
        sink: sinks[number].value,
        queue: queue,
        counters: control.counters[sink.unit],
        control: control,
        verdict: verdicts[number]
      ).run()
    }
    return .thread(thread)
  }

  /// Starts all workers of a stage.
  private func start(
    _ number: Int,
    _ maker: LaneMaker,
    _ processes: (ChildProcesses, [UInt8])?
  ) throws(RunFailure) {
    let stage = plan.stages[number]
    let unit = plan.sources.count + number
    // A stage without a queue runs in the workers that feed it.
    guard let queue = control.queues[unit] else { return }
    let start = try StageStart(
      plan: stage,
      unit: unit,
      queue: queue,
      order: orders[unit],
      window: PipelineRun.window(of: .stage(stage), maker.catalog),
      maker: maker,
      processes: processes
    )
    try start?.all()
  }

  private func startSource(_ number: Int, _ maker: LaneMaker) throws(RunFailure) -> Worker {
    let thread = try WorkerThread(name: plan.sources[number].id, events: control.events) { [self] in
      do throws(RunFailure) {
        SourceWorker(
          plan: plan.sources[number],
          number: number,
          source: sources[number].value,
          stop: stops[number],
          counters: control.counters[number],
          lane: try maker.lane(source: number)
        ).run()
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

  private func waitForWork() {
    while !control.isStopped {
      let isDone =
        control.roster.haveEnded && verdicts.allSatisfy(\.hasArrived)
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
    for verdict in verdicts { verdict.decide(end) }
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
    for order in orders { order?.drain() }
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
    guard case .signal = control.ending, !verdicts.allSatisfy(\.hasArrived) else { return longest }
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
    while control.counters.contains(where: { !StageCounts($0).isBalanced }),
      Clock.now < deadline
    {
      control.events.park(nanoseconds: PipelineRun.countingLook)
    }
  }

  // MARK: Queues

  /// The elements of an ordered stage that may be between dispatch and emission.
  ///
  /// At least as many as its workers can work on.
  private static func window(of unit: Topology.Unit, _ catalog: Catalog) -> Int? {
    guard case .stage(let stage) = unit, stage.isOrdered, stage.kind != .sync, stage.workers > 1
    else { return nil }
    let atOnce: Int =
      if case .transform(let name, _, _, _) = stage.work {
        SlicePolicy(catalog.transform(name)).concurrency
      } else { 1 }
    return max(stage.maxsize > 0 ? stage.maxsize : openWindow, stage.workers * atOnce)
  }

  private static func queue(
    for unit: Int,
    _ topology: Topology,
    window: Int?,
    _ memoryWaiters: MemoryWaiters
  ) -> BoundedQueue? {
    let feeders = topology.feeders[unit]
    let producers = feeders.reduce(0) { $0 + topology.workers($1.unit) * $1.edges }
    switch topology.units[unit] {
    case .source: return nil
    case .stage(let stage):
      guard stage.kind != .sync else { return nil }
      return BoundedQueue(
        maxsize: stage.maxsize,
        producers: producers,
        consumers: stage.workers,
        window: window,
        memoryWaiters: memoryWaiters
      )
    case .deadLetter:
      let lanes = topology.units.indices.reduce(0) { $0 + topology.workers($1) }
      return BoundedQueue(
        maxsize: 0,
        maxBytes: sinkBytes,
        producers: lanes,
        memoryWaiters: memoryWaiters
      )
    case .sink:
      // The last stage's maxsize bounds its output too, as in pypeln.
      let sizes = feeders.map { feeder in
        if case .stage(let stage) = topology.units[feeder.unit] { stage.maxsize } else { 0 }
      }
      let maxsize = sizes.contains(0) ? 0 : sizes.max() ?? 0
      return BoundedQueue(
        maxsize: maxsize,
        maxBytes: maxsize == 0 ? sinkBytes : 0,
        producers: producers,
        memoryWaiters: memoryWaiters
      )
    }
  }
}

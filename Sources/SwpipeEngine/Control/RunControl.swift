internal import SwpipeCore
internal import Synchronization

/// What all workers of a run share: how it ends, and what it may hold.
final class RunControl: Sendable {
  /// How a run ended or is about to.
  enum Ending: Sendable {
    case failed(RunFailure)
    /// The reader of the output has gone; a quiet success.
    case outputClosed
    /// A second signal, or the time to drain was over.
    case signal(ExitStatus)
  }

  private struct State {
    var ending: Ending?
    /// The signal that asked for a drain.
    var signal: ExitStatus?
    /// Until when what sources have read may find room in a queue; nil for as long as it takes.
    var sourcesEnd: Int64?
    /// The elements that had been given up when the run was stopped: those that found no room until then.
    var late: Int?
    /// By unit with a worker of its own: the units whose queues it feeds and that still read.
    var openTargets: [Set<Int>]
    var openSinks: Set<Int>
    /// The sources that have more to give, or may have.
    var unfinishedSources: Set<Int>
  }

  let budget: MemoryBudget
  /// Where workers wait for memory.
  let memory: MemoryGate
  /// Where files are made for what memory may not hold.
  let temporaryDirectory: String
  let shared = SharedResources()
  let roster = WorkerRoster()
  let deadlines = DeadlineWatch()
  let timer = TaskTimer()
  let halt: HaltLimit?
  /// Opens when the run stops now.
  let stop = Futex()
  let log: any LogWriter
  let topology: Topology
  /// In the order of the graph.
  let units: [RunUnit]
  /// Wakes the thread that waits for the end of the run.
  let events = Parker()
  let endingWorkers: EndingWorkers
  /// By stage and source.
  let firstSkipped = Lock<[String: RunFailure]>([:])
  /// The bytes that an expression may take for one element.
  let evaluation: Int
  private let places: [InputPlaces]
  private let sourceStops = Lock<[Int: SourceStop]>([:])
  private let state: Lock<State>

  /// `discardingUnits` are the sinks for whose output nobody waits.
  init(
    topology: Topology,
    units: [RunUnit],
    places: [InputPlaces],
    memory: Int,
    evaluation: Int = TransformContext.usualEvaluation,
    memoryWaiters: MemoryWaiters = MemoryWaiters(),
    discardingUnits: Set<Int> = [],
    halt: HaltLimit?,
    temporaryDirectory: String,
    log: any LogWriter
  ) {
    self.topology = topology
    self.units = units
    self.places = places
    self.log = log
    self.halt = halt
    self.temporaryDirectory = temporaryDirectory
    self.evaluation = evaluation
    self.memory = MemoryGate(
      limit: memory,
      topology: topology,
      queues: units.map(\.queue),
      waiters: memoryWaiters,
      events: events
    )
    budget = self.memory.budget
    endingWorkers = EndingWorkers(events: events)
    var sinks: Set<Int> = []
    for unit in units {
      if case .sink = unit.role, !discardingUnits.contains(unit.number) {
        sinks.insert(unit.number)
      }
    }
    state = Lock(
      State(
        openTargets: units.map { Set(topology.targets(below: $0.number).map(\.reader)) },
        openSinks: sinks,
        unfinishedSources: Set(
          units.compactMap { unit in
            if case .source = unit.role { unit.number } else { nil }
          }
        )
      )
    )
  }

  var isStopped: Bool { stop.isOpen }
  /// The same a moment sooner: when the queues are shut already, and those who wait there wake.
  var isEnding: Bool { ending != nil }
  var ending: Ending? { state.withLock { $0.ending } }
  var signal: ExitStatus? { state.withLock { $0.signal } }
  /// Nanoseconds that what sources have read still has to find room in a queue; nil for as long as it
  /// takes.
  var sourcePatience: Int64? { state.withLock { $0.sourcesEnd }.map { $0 - Clock.now } }

  /// Where an element came from; nil where its source noted nothing.
  func place(source: Int, position: Int64) -> InputPlace? {
    places.indices.contains(source) ? places[source].place(of: position) : nil
  }

  func register(_ stop: SourceStop, for unit: Int) {
    sourceStops.withLock { $0[unit] = stop }
  }

  /// A source came to its end, or nobody wants more of it.
  func sourceFinished(_ unit: Int) {
    state.withLock { _ = $0.unfinishedSources.remove(unit) }
  }

  /// How the run came to its end, once all of its workers have.
  var runEnd: RunEnd {
    let (ending, isCutShort) = state.withLock { ($0.ending, !$0.unfinishedSources.isEmpty) }
    switch ending {
    case .failed: return .failed
    case .outputClosed, .signal: return .stopped
    case nil:
      let hasGivenUp = units.contains { $0.counters.abandoned.load(ordering: .relaxed) > 0 }
      return isCutShort || hasGivenUp ? .stopped : .complete
    }
  }

  /// The elements that are neither settled nor given up at this moment.
  var elementsUnderWay: Int {
    units.reduce(0) { $0 + $1.counters.underWay }
  }

  /// The elements that were given up so far, for whatever reason.
  private var elementsGivenUp: Int {
    units.reduce(0) { $0 + $1.counters.abandoned.load(ordering: .relaxed) }
  }

  /// The elements that found no room in time after a first signal.
  var lateElements: Int {
    let (ending, signal, late) = state.withLock { ($0.ending, $0.signal, $0.late) }
    guard signal != nil else { return 0 }
    return ending == nil ? elementsGivenUp : late ?? 0
  }

  /// What the sinks have written so far.
  var elementsWritten: Int {
    units.reduce(0) { sum, unit in
      switch unit.role {
      case .sink, .deadLetter: sum + unit.counters.kept.load(ordering: .relaxed)
      case .source, .sync, .stage: sum
      }
    }
  }

  // MARK: Ends

  /// The first failure stops everything; later ones are its echoes.
  func fail(_ failure: RunFailure) {
    end(.failed(failure))
  }

  /// Stops now: what waits is abandoned, except what only needs writing.
  func end(_ ending: Ending) {
    let isFirst = state.withLock { state in
      guard state.ending == nil else { return false }
      state.ending = ending
      if case .signal = ending { state.late = elementsGivenUp }
      return true
    }
    guard isFirst else { return }
    // The queues first: what a worker still hands on when it is woken must find them shut.
    for unit in units {
      switch (unit.role, ending) {
      case (.source, _), (.sync, _): break
      case (.deadLetter(_, let queue), _), (.sink(_, let queue), .failed): queue.close()
      case (.sink(_, let queue), _): unit.counters.drop(queue.cancel(), as: .abandoned)
      case (.stage(_, let intake), _):
        unit.counters.drop(intake.queue.cancel(), as: .abandoned)
      }
    }
    stop.open()
    for unit in units {
      unit.roll.close()
      unit.meeting?.giveUp()
    }
    memory.end()
    deadlines.stop()
    timer.stop()
    stopSources()
    events.unpark()
  }

  /// Asks the sources to end; what is under way is finished, and what they have read has `patience`
  /// nanoseconds, nil is no limit, to find room in a queue.
  ///
  /// False if that was asked before.
  func drain(_ signal: ExitStatus, patience: Int64?) -> Bool {
    let isFirst = state.withLock { state in
      guard state.signal == nil else { return false }
      state.signal = signal
      state.sourcesEnd = patience.map { Clock.now + $0 }
      return true
    }
    if isFirst { stopSources() }
    return isFirst
  }

  private func stopSources() {
    for stop in sourceStops.withLock({ Array($0.values) }) { stop.stop(cutsShort: true) }
    memory.wake()
  }

  // MARK: Readers that want no more

  /// The reader of a sink has gone.
  func sinkClosed(_ unit: Int) {
    let isLast = state.withLock { state in
      state.openSinks.remove(unit)
      return state.openSinks.isEmpty
    }
    if isLast { end(.outputClosed) } else { close(unit) }
  }

  /// A worker's own sync stages want no more, whatever its queues do; only where it is the only one.
  func laneClosed(_ unit: Int) {
    if !stopSource(unit) { close(unit) }
  }

  /// A unit takes no further element: drops what waits for it and stops what feeds only it, up to the
  /// sources.
  private func close(_ unit: Int) {
    var closing = [unit]
    while let unit = closing.popLast() {
      guard let queue = units[unit].queue else { continue }
      units[unit].counters.drop(queue.discard(), as: .consumed)
      closing += feedersDone(with: unit).filter { !stopSource($0) }
    }
  }

  /// Stops a source whose elements no stage or sink takes any more; false if the unit is not a source.
  private func stopSource(_ unit: Int) -> Bool {
    guard let stop = sourceStops.withLock({ $0[unit] }) else { return false }
    stop.stop(cutsShort: false)
    memory.wake()
    return true
  }

  /// What has no reader left, now that a unit is closed.
  private func feedersDone(with unit: Int) -> [Int] {
    let feeders = topology.feeders[unit]
    return state.withLock { state in
      feeders.map(\.unit).filter { feeder in
        state.openTargets[feeder].remove(unit) != nil
          && state.openTargets[feeder].isEmpty && !units[feeder].hasEffects
      }
    }
  }
}

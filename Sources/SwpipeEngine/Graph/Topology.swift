internal import SwpipeCore

/// Which unit (source, stage or sink) reads which, by number, and what runs in whose worker.
struct Topology: Sendable {
  /// One reading of a unit's output.
  struct Edge: Hashable, Sendable {
    var reader: Int
    /// Which of the reader's inputs it is.
    var input: Int
    /// Which of the ways of a unit that routes is read; 0 for any other.
    var route = 0
  }

  /// A unit whose workers feed a queue, themselves or through their sync stages.
  struct Feeder: Sendable {
    var unit: Int
    /// Over how many edges they do.
    var edges: Int
  }

  /// What is below the workers of a unit.
  private struct Below: Sendable {
    var targets: [Edge] = []
    var syncStages: [Int] = []
    /// By sync stage: the number of its first worker that runs in these workers.
    var firstIndex: [Int: Int] = [:]
  }

  enum Unit: Sendable {
    case source(SourcePlan)
    case stage(StagePlan)
    case sink(SinkPlan)
    /// The sink of elements that failed for good; every worker may feed it.
    case deadLetter(SinkPlan)

    var id: String {
      switch self {
      case .source(let plan): plan.id
      case .stage(let plan): plan.id
      case .sink(let plan), .deadLetter(let plan): plan.id
      }
    }
  }

  /// The source of elements that a reduce has made, which came from no input.
  static let noSource = Int(Int32.max)

  /// Sources first, then stages, then sinks, each in the order of the plan.
  let units: [Unit]
  /// By unit: who reads it.
  let readers: [[Edge]]
  /// By unit: what feeds its queue; empty for sources and sync stages.
  let feeders: [[Feeder]]
  /// The sinks with their unit numbers, the dead letters last.
  let sinks: [(unit: Int, plan: SinkPlan)]
  private let lanes: [Below]
  /// By unit: how many lanes it is a part of.
  private let laneCounts: [Int]

  init(_ plan: Plan) {
    units =
      plan.sources.map { .source($0) } + plan.stages.map { .stage($0) }
      + plan.sinks.map { .sink($0) } + (plan.deadLetter.map { [.deadLetter($0)] } ?? [])
    var numbers: [String: (unit: Int, route: Int)] = [:]
    for (number, unit) in units.enumerated() {
      switch unit {
      case .sink, .deadLetter: continue
      case .source, .stage: break
      }
      numbers[unit.id] = (number, 0)
      guard case .stage(let stage) = unit else { continue }
      for (route, plan) in stage.routes.enumerated() {
        numbers[stage.input(ofRoute: plan.name)] = (number, route)
      }
    }
    var readers: [[Edge]] = Array(repeating: [], count: units.count)
    for (number, unit) in units.enumerated() {
      let inputs: [String]
      switch unit {
      case .source, .deadLetter: continue
      case .stage(let stage): inputs = stage.inputs
      case .sink(let sink): inputs = sink.inputs
      }
      for (input, id) in inputs.enumerated() {
        guard let feeder = numbers[id] else {
          preconditionFailure("the plan's stage \(unit.id) reads \(id), which is not there")
        }
        readers[feeder.unit].append(Edge(reader: number, input: input, route: feeder.route))
      }
    }
    self.readers = readers
    sinks = units.enumerated().compactMap { number, unit in
      switch unit {
      case .sink(let plan), .deadLetter(let plan): (number, plan)
      case .source, .stage: nil
      }
    }
    var lanes = units.indices.map { [units, readers] unit in
      Topology.lanes(units[unit]) > 0 ? Topology.walk(from: unit, units, readers) : Below()
    }
    var feeders: [[Feeder]] = Array(repeating: [], count: units.count)
    for (unit, lane) in lanes.enumerated() {
      for edge in lane.targets {
        // The edges of one feeder come one after the other.
        if let last = feeders[edge.reader].indices.last, feeders[edge.reader][last].unit == unit {
          feeders[edge.reader][last].edges += 1
        } else {
          feeders[edge.reader].append(Feeder(unit: unit, edges: 1))
        }
      }
    }
    var counts = units.map { Topology.workers($0) }
    for unit in units.indices {
      for stage in lanes[unit].syncStages {
        lanes[unit].firstIndex[stage] = counts[stage]
        counts[stage] += Topology.lanes(units[unit])
      }
    }
    laneCounts = counts
    self.lanes = lanes
    self.feeders = feeders
  }

  /// Finds what is below the workers of a unit, in the order in which elements get there.
  ///
  /// Costs what it finds, and needs no stack that grows with it.
  private static func walk(from unit: Int, _ units: [Unit], _ readers: [[Edge]]) -> Below {
    var found = Below()
    var seenStages: Set<Int> = []
    var open = [(unit: unit, next: 0)]
    while let (at, next) = open.last {
      guard next < readers[at].count else {
        open.removeLast()
        continue
      }
      open[open.count - 1].next += 1
      let edge = readers[at][next]
      if isSync(units[edge.reader]) {
        guard seenStages.insert(edge.reader).inserted else { continue }
        found.syncStages.append(edge.reader)
        // What it gives comes from a worker of its own, at the end.
        if !isReduce(units[edge.reader]) { open.append((edge.reader, 0)) }
      } else {
        // An edge leads away from one unit, and each unit is looked at once.
        found.targets.append(edge)
      }
    }
    return found
  }

  /// By reader of a unit: which of its routes it reads.
  func routes(of unit: Int) -> [Int] { readers[unit].map(\.route) }

  /// How many ways a unit has, if it routes.
  func routeCount(_ unit: Int) -> Int {
    if case .stage(let stage) = units[unit] { stage.routes.count } else { 0 }
  }

  /// The unit of the dead letters, if the plan has them.
  var deadLetter: Int? {
    units.lastIndex { unit in
      if case .deadLetter = unit { true } else { false }
    }
  }

  /// Whether the stage runs in the workers that feed it.
  func isSync(_ unit: Int) -> Bool { Topology.isSync(units[unit]) }

  private static func isSync(_ unit: Unit) -> Bool {
    if case .stage(let stage) = unit { !stage.kind.hasWorkers } else { false }
  }

  /// Whether the stage gives nothing before it has seen everything: what it gives then comes from one
  /// more worker, which all of its workers leave their states to.
  func isReduce(_ unit: Int) -> Bool { Topology.isReduce(units[unit]) }

  private static func isReduce(_ unit: Unit) -> Bool {
    guard case .stage(let stage) = unit, case .transform(_, .reduce, _, _) = stage.work else {
      return false
    }
    return true
  }

  /// The lanes that feed what is below a unit: those of its workers, or the one of the worker that gives
  /// what a reduce makes; 0 for any other sync stage and a sink.
  func lanes(_ unit: Int) -> Int { Topology.lanes(units[unit]) }

  private static func lanes(_ unit: Unit) -> Int {
    isReduce(unit) ? 1 : workers(unit)
  }

  /// All lanes of a run; the workers of a reduce have theirs beside the one that gives what it makes.
  var laneCount: Int {
    units.reduce(0) { $0 + Topology.workers($1) + (Topology.isReduce($1) ? 1 : 0) }
  }

  /// The sync stages that a worker of the unit runs in its own lane.
  func carriedStages(_ unit: Int) -> [Int] { isReduce(unit) ? [] : syncStages(below: unit) }

  /// The workers that a unit has to run lanes in; 0 for a sync stage and a sink.
  func workers(_ unit: Int) -> Int { Topology.workers(units[unit]) }

  private static func workers(_ unit: Unit) -> Int {
    switch unit {
    case .source: 1
    case .sink, .deadLetter: 0
    case .stage(let stage): !stage.kind.hasWorkers ? 0 : stage.workers
    }
  }

  /// The queues that a worker of a unit feeds, itself or through its sync stages, each edge once; none
  /// for a unit without workers of its own.
  func targets(below unit: Int) -> [Edge] { lanes[unit].targets }

  /// The sync stages that run in the workers of a unit, each behind one that feeds it; none for a unit
  /// without workers of its own.
  func syncStages(below unit: Int) -> [Int] { lanes[unit].syncStages }

  /// The lanes that a unit is a part of: its own workers, or for a sync stage those of all that feed it.
  func lanes(through unit: Int) -> Int { laneCounts[unit] }

  /// Which worker of the stage is the one that runs in a worker of a unit, the stage's own or one above it.
  func index(of stage: Int, inWorker worker: Int, of unit: Int) -> Int {
    worker + lanes[unit].firstIndex[stage, default: 0]
  }

  /// Whether a worker of the unit has effects beside its queues, so that it goes on without readers.
  func hasEffects(_ unit: Int) -> Bool {
    ([unit] + carriedStages(unit)).contains { number in
      guard case .stage(let stage) = units[number], case .transform(_, let work, _, _) = stage.work
      else { return false }
      // What a reduce below has been given is not wanted the less for that.
      return work == .each || (work == .reduce && number != unit)
    }
  }
}

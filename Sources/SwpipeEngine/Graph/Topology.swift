internal import SwpipeCore

/// Which unit (source, stage or sink) reads which, by number, and what runs in whose worker.
struct Topology: Sendable {
  /// One reading of a unit's output.
  struct Edge: Hashable, Sendable {
    var reader: Int
    /// Which of the reader's inputs it is.
    var input: Int
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

  /// Sources first, then stages, then sinks, each in the order of the plan.
  let units: [Unit]
  /// By unit: who reads it.
  let readers: [[Edge]]

  init(_ plan: Plan) {
    units =
      plan.sources.map { .source($0) } + plan.stages.map { .stage($0) }
      + plan.sinks.map { .sink($0) } + (plan.deadLetter.map { [.deadLetter($0)] } ?? [])
    var numbers: [String: Int] = [:]
    for (number, unit) in units.enumerated() {
      switch unit {
      case .sink, .deadLetter: continue
      case .source, .stage: break
      }
      numbers[unit.id] = number
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
        readers[feeder].append(Edge(reader: number, input: input))
      }
    }
    self.readers = readers
  }

  /// The sinks with their unit numbers, the dead letters last.
  var sinks: [(unit: Int, plan: SinkPlan)] {
    units.enumerated().compactMap { number, unit in
      switch unit {
      case .sink(let plan), .deadLetter(let plan): (number, plan)
      case .source, .stage: nil
      }
    }
  }

  /// The unit of the dead letters, if the plan has them.
  var deadLetter: Int? {
    units.lastIndex { unit in
      if case .deadLetter = unit { true } else { false }
    }
  }

  /// Whether the stage runs in the workers that feed it.
  func isSync(_ unit: Int) -> Bool {
    if case .stage(let stage) = units[unit] { stage.kind == .sync } else { false }
  }

  /// The workers that a unit has to run lanes in; 0 for a sync stage and a sink.
  func workers(_ unit: Int) -> Int {
    switch units[unit] {
    case .source: 1
    case .sink, .deadLetter: 0
    case .stage(let stage): stage.kind == .sync ? 0 : stage.workers
    }
  }

  /// The queues that a worker of a unit feeds, itself or through its sync stages, each edge once.
  func targets(below unit: Int) -> [Edge] {
    var found: [Edge] = []
    var seen: Set<Int> = []
    func visit(_ unit: Int) {
      guard seen.insert(unit).inserted else { return }
      for edge in readers[unit] {
        if isSync(edge.reader) {
          visit(edge.reader)
        } else if !found.contains(edge) {
          found.append(edge)
        }
      }
    }
    visit(unit)
    return found
  }

  /// The sync stages that run in the workers of a unit.
  func syncStages(below unit: Int) -> [Int] {
    var found: [Int] = []
    func visit(_ unit: Int) {
      for edge in readers[unit] where isSync(edge.reader) && !found.contains(edge.reader) {
        found.append(edge.reader)
        visit(edge.reader)
      }
    }
    visit(unit)
    return found
  }

  /// Whether a worker of the unit has effects beside its queues, so that it goes on without readers.
  func hasEffects(_ unit: Int) -> Bool {
    ([unit] + syncStages(below: unit)).contains { number in
      guard case .stage(let stage) = units[number], case .transform(_, .each, _, _) = stage.work
      else { return false }
      return true
    }
  }
}

package import SwpipeCore

/// Writes a plan for people: what runs in whose worker, and which queues lie between.
///
/// A block for each source and each stage with workers of its own; below it, indented, the sync
/// stages that run in the same workers, and what the elements go to from there.
package struct PlanText {
  private let plan: Plan
  /// By stage: in how many workers it runs.
  private let workerCounts: [String: Int]
  /// By what gives elements: who reads it, once for each time that it is named.
  private let readers: [String: [Reader]]
  private var output = ""
  /// The sync stages that stand in the output with all that they feed.
  private var shown: Set<String> = []

  private enum Reader {
    case stage(Int)
    case sink(String)
  }

  /// Deeper stages are indented no further, or a long chain would be a triangle of blanks.
  private static let deepest = 40

  private init(_ plan: Plan) {
    self.plan = plan
    var readers: [String: [Reader]] = [:]
    for (index, stage) in plan.stages.enumerated() {
      for id in stage.inputs { readers[id, default: []].append(.stage(index)) }
    }
    for sink in plan.sinks {
      for id in sink.inputs { readers[id, default: []].append(.sink(sink.id)) }
    }
    self.readers = readers
    workerCounts = plan.workerCounts
  }

  /// The text, which ends in a newline.
  package static func text(_ plan: Plan) -> String {
    var text = PlanText(plan)
    text.write()
    return text.output
  }

  private mutating func write() {
    let title = plan.description.map { "\(plan.name): \($0)" } ?? plan.name
    output += title.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable.line(String($0)) }.joined(separator: "\n")
    output += "\nmemory \(SizeText.text(plan.limits.memory)), "
    output += "elements up to \(SizeText.text(plan.limits.element))"
    if plan.limits.evaluation != LimitsPlan().evaluation {
      output += ", evaluations up to \(SizeText.text(plan.limits.evaluation))"
    }
    output += "\n"
    for plugin in plan.plugins {
      output += "plugin \(plugin.name): \(plugin.program.description)\n"
    }
    for source in plan.sources {
      let component = source.component + ArgumentText.suffix(source.arguments)
      let limit = source.limit.map { ", limit \($0)" } ?? ""
      output += "\n\(source.id): \(component), gives \(source.gives.rawValue)\(limit)\n"
      if source.onError != .fail { output += "  on_error: \(source.onError.rawValue)\n" }
      write([.readers(of: source.id, indent: "  ")])
    }
    for stage in plan.stages where stage.kind.hasWorkers {
      output += "\n\(stage.id): \(work(stage)), \(workers(stage)) behind \(queue(stage))\n"
      writeDetails(of: stage, indent: "  ")
      write(steps(below: stage, "  "))
    }
    output += "\n"
    for sink in plan.sinks {
      output += "\(sink.id): \(sink.component)\(ArgumentText.suffix(sink.arguments))\n"
    }
    if let sink = plan.deadLetter {
      output += "\(sink.id): \(sink.component)\(ArgumentText.suffix(sink.arguments))\n"
    }
  }

  private mutating func writeDetails(of stage: StagePlan, indent: String) {
    for line in StageText.details(stage) { output += "\(indent)\(line)\n" }
  }

  /// What is still to be written, the next at the end; a chain may be longer than the stack is deep.
  private enum Step {
    case readers(of: String, indent: String)
    case way(String, indent: String)
    case stage(Int, indent: String)
    case others([String], indent: String)
  }

  /// The ways of a stage that routes and who reads each, or who reads the stage.
  private func steps(below stage: StagePlan, _ indent: String) -> [Step] {
    let ways = stage.routes.filter { !$0.isDiscarded }.map { stage.input(ofRoute: $0.name) }
    guard !ways.isEmpty else { return [.readers(of: stage.id, indent: indent)] }
    return ways.map { .way($0, indent: indent) }.reversed()
  }

  private mutating func write(_ first: [Step]) {
    var steps = first
    while let step = steps.popLast() {
      switch step {
      case .readers(let id, let indent): steps += readers(of: id, indent).reversed()
      case .way(let id, let indent):
        output += "\(indent)\(id):\n"
        steps.append(.readers(of: id, indent: indent + "  "))
      case .others(let ids, let indent):
        output += "\(indent)→ \(ids.joined(separator: ", "))\n"
      case .stage(let index, let indent):
        let stage = plan.stages[index]
        // Fan-outs that meet again would multiply the lines.
        guard shown.insert(stage.id).inserted else {
          output += "\(indent)▸ \(stage.id), as above\n"
          continue
        }
        output += "\(indent)▸ \(stage.id): \(work(stage)), \(sameWorkers(stage))\n"
        writeDetails(of: stage, indent: indent + "  ")
        let deeper = indent.utf8.count < Self.deepest ? indent + "  " : indent
        steps += self.steps(below: stage, deeper)
      }
    }
  }

  /// The sync stages that read a feeder, then all others; one that names a feeder twice is fed twice.
  private func readers(of id: String, _ indent: String) -> [Step] {
    var steps: [Step] = []
    var others: [String] = []
    for reader in readers[id] ?? [] {
      switch reader {
      case .sink(let id): others.append(id)
      case .stage(let index) where plan.stages[index].kind.hasWorkers:
        others.append(plan.stages[index].id)
      case .stage(let index): steps.append(.stage(index, indent: indent))
      }
    }
    if !others.isEmpty { steps.append(.others(others, indent: indent)) }
    return steps
  }

  private func work(_ stage: StagePlan) -> String {
    switch stage.work {
    case .pass: "ordered already"
    case .sort: "sorts all elements at the end"
    case .transform(_, .route, _, _): "route"
    case .transform(let name, let operation, let arguments, let isInverted):
      "\(operation.rawValue) \(name)\(ArgumentText.suffix(arguments, isInverted: isInverted))"
    }
  }

  private func sameWorkers(_ stage: StagePlan) -> String {
    let count = workerCounts[stage.id] ?? 1
    return count == 1 ? "in the same worker" : "in the same workers, \(count) in all"
  }

  private func workers(_ stage: StagePlan) -> String {
    let noun = stage.kind.noun
    let plural = noun == "process" ? "processes" : noun + "s"
    let count = stage.workers == 1 ? "1 \(noun)" : "\(stage.workers) \(plural)"
    return stage.isOrdered && stage.workers > 1 ? "\(count) in order" : count
  }

  private func queue(_ stage: StagePlan) -> String {
    stage.maxsize == 0 ? "a queue without limit" : "a queue of \(stage.maxsize)"
  }
}

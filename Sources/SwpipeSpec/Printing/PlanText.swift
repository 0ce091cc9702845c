package import SwpipeCore

/// Writes a plan for people: what runs in whose worker, and which queues lie between.
///
/// A block for each source and each stage with workers of its own; below it, indented, the sync
/// stages that run in the same workers, and what the elements go to from there.
package struct PlanText {
  private let plan: Plan
  /// By stage: in how many workers it runs.
  private let workerCounts: [String: Int]
  private var output = ""
  /// The sync stages that stand in the output with all that they feed.
  private var shown: Set<String> = []

  private init(_ plan: Plan) {
    self.plan = plan
    workerCounts = plan.workerCounts
  }

  /// The text, which ends in a newline.
  package static func text(_ plan: Plan) -> String {
    var text = PlanText(plan)
    text.write()
    return text.output
  }

  private mutating func write() {
    output += plan.description.map { "\(plan.name): \($0)" } ?? plan.name
    output += "\nmemory \(SizeText.text(plan.limits.memory)), "
    output += "elements up to \(SizeText.text(plan.limits.element))\n"
    for plugin in plan.plugins {
      output += "plugin \(plugin.name): \(plugin.program.description)\n"
    }
    for source in plan.sources {
      let component = source.component + ArgumentText.suffix(source.arguments)
      output += "\n\(source.id): \(component), gives \(source.gives.rawValue)\n"
      writeReaders(of: source.id, indent: "  ")
    }
    for stage in plan.stages where stage.kind != .sync {
      output += "\n\(stage.id): \(work(stage)), \(workers(stage)) behind \(queue(stage))\n"
      writeDetails(of: stage, indent: "  ")
      writeReaders(of: stage.id, indent: "  ")
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

  private mutating func writeReaders(of id: String, indent: String) {
    var others: [String] = []
    for stage in plan.stages {
      // One that names a feeder twice is fed twice.
      for _ in stage.inputs.filter({ $0 == id }) {
        guard stage.kind == .sync else {
          others.append(stage.id)
          continue
        }
        // Fan-outs that meet again would multiply the lines.
        guard shown.insert(stage.id).inserted else {
          output += "\(indent)▸ \(stage.id), as above\n"
          continue
        }
        output += "\(indent)▸ \(stage.id): \(work(stage)), \(sameWorkers(stage))\n"
        writeDetails(of: stage, indent: indent + "  ")
        writeReaders(of: stage.id, indent: indent + "  ")
      }
    }
    for sink in plan.sinks { others += sink.inputs.filter { $0 == id }.map { _ in sink.id } }
    if !others.isEmpty { output += "\(indent)→ \(others.joined(separator: ", "))\n" }
  }

  private func work(_ stage: StagePlan) -> String {
    switch stage.work {
    case .pass: "ordered already"
    case .sort: "sorts all elements at the end"
    case .transform(let name, let operation, let arguments, let isInverted):
      "\(operation.rawValue) \(name)\(ArgumentText.suffix(arguments, isInverted: isInverted))"
    }
  }

  private func sameWorkers(_ stage: StagePlan) -> String {
    let count = workerCounts[stage.id] ?? 1
    return count == 1 ? "in the same worker" : "in the same workers, \(count) in all"
  }

  private func workers(_ stage: StagePlan) -> String {
    let noun =
      switch stage.kind {
      case .sync: "sync worker"
      case .thread: "thread"
      case .process: "process"
      case .task: "task"
      }
    let plural = noun == "process" ? "processes" : noun + "s"
    let count = stage.workers == 1 ? "1 \(noun)" : "\(stage.workers) \(plural)"
    return stage.isOrdered && stage.workers > 1 ? "\(count) in order" : count
  }

  private func queue(_ stage: StagePlan) -> String {
    stage.maxsize == 0 ? "a queue without limit" : "a queue of \(stage.maxsize)"
  }
}

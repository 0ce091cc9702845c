import SwpipeCore

/// Turns a draft without errors into the plan.
struct Planner {
  let limit: Int64?

  /// The plan; nil if something is unknown that it needs, such as a variable while validating.
  func plan(_ draft: Draft) -> Plan? {
    let spec = draft.spec
    guard let order = draft.order else { return nil }
    let sources = draft.sources.map { source(of: $0, draft) }
    let stages = order.map { stage($0, draft) }
    let sinks = draft.sinks.map { sink(of: $0, draft) }
    let known = (sources.compactMap { $0 }, stages.compactMap { $0 }, sinks.compactMap { $0 })
    guard known.0.count == sources.count, known.1.count == stages.count,
      known.2.count == sinks.count
    else { return nil }
    let standard = LimitsPlan()
    var plan = Plan(
      name: spec.name ?? stem(of: spec.span.source.name),
      description: spec.description,
      sources: known.0,
      stages: known.1,
      sinks: known.2,
      limits: LimitsPlan(
        memory: spec.memoryLimit ?? standard.memory,
        element: spec.elementLimit ?? standard.element
      )
    )
    if let limit { plan.limitSources(to: limit) }
    return plan
  }

  private func source(of draft: SourceDraft, _ whole: Draft) -> SourcePlan? {
    guard let component = draft.component, let arguments = component.arguments,
      case .source(let role) = component.definition.role
    else { return nil }
    return SourcePlan(
      id: draft.id,
      component: component.definition.name,
      arguments: arguments,
      gives: role.gives(arguments),
      place: draft.span.place
    )
  }

  private func sink(of draft: SinkDraft, _ whole: Draft) -> SinkPlan? {
    guard let component = draft.component, let arguments = component.arguments,
      let feeders = draft.feeders
    else { return nil }
    return SinkPlan(
      id: draft.id,
      inputs: feeders.map(whole.id),
      component: component.definition.name,
      arguments: arguments,
      place: draft.span.place
    )
  }

  private func stage(_ index: Int, _ draft: Draft) -> StagePlan? {
    let stage = draft.stages[index]
    guard let id = stage.id, let feeders = stage.feeders, let work = work(of: stage) else {
      return nil
    }
    return StagePlan(
      id: id,
      work: work,
      inputs: feeders.map(draft.id),
      kind: stage.kind,
      workers: stage.workers,
      maxsize: stage.maxsize,
      isOrdered: stage.isOrdered,
      place: stage.spec.headSpan.place
    )
  }

  private func work(of stage: StageDraft) -> StagePlan.Work? {
    switch stage.spec.work {
    case .ordered: return stage.isSort ? .sort : .pass
    case .unreadable: return nil
    case .transform(let operation, _):
      guard let component = stage.component, let arguments = component.arguments else {
        return nil
      }
      return .transform(
        name: component.definition.name,
        operation,
        arguments,
        isInverted: component.isInverted
      )
    }
  }

  private func stem(of file: String) -> String {
    if file == "-" { return "stdin" }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    for suffix in [".yaml", ".yml"] where name.hasSuffix(suffix) && name != suffix {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}

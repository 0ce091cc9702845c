import SwpipeCore

/// Turns a draft without errors into the plan.
struct Planner {
  let limit: Int64?
  /// All plugins that the spec can use.
  let plugins: [PluginPlan]

  /// The plan; nil if something is unknown that it needs, such as a variable while validating.
  func plan(_ draft: Draft) -> Plan? {
    let spec = draft.spec
    guard let order = draft.order else { return nil }
    let sources = draft.sources.map { source(of: $0, draft) }
    let stages = order.map { stage($0, draft) }
    let sinks = draft.sinks.map { sink(of: $0, draft) }
    let known = (sources.compactMap { $0 }, stages.compactMap { $0 }, sinks.compactMap { $0 })
    let deadLetter = spec.deadLetter.flatMap { self.deadLetter($0, draft) }
    guard known.0.count == sources.count, known.1.count == stages.count,
      known.2.count == sinks.count, (deadLetter == nil) == (spec.deadLetter == nil)
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
    plan.deadLetter = deadLetter
    plan.plugins = plugins.filter { plugin in
      plugin.transforms.contains { transform in
        known.1.contains { $0.transformName == transform.name }
      }
    }
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
      place: draft.span.place,
      limit: limit
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
    let onStart = stage.onStart.compactMap(resource)
    let onDone = stage.onDone.compactMap(action)
    guard let id = stage.id, let feeders = stage.feeders, let work = work(of: stage),
      onStart.count == stage.onStart.count, onDone.count == stage.onDone.count
    else { return nil }
    var plan = StagePlan(
      id: id,
      work: work,
      inputs: feeders.map(draft.id),
      kind: stage.kind,
      workers: stage.workers,
      maxsize: stage.maxsize,
      isOrdered: stage.isOrdered,
      place: stage.spec.headSpan.place
    )
    plan.timeout = stage.timeout
    plan.onError = stage.onError
    plan.memory = stage.memory
    plan.onStart = onStart
    plan.resourceNames = stage.resourceNames
    plan.onDone = onDone
    return plan
  }

  private func resource(_ draft: ResourceDraft) -> ResourcePlan? {
    guard let component = draft.component, let arguments = component.arguments,
      let scope = draft.scope
    else { return nil }
    return ResourcePlan(
      name: draft.name,
      component: component.definition.name,
      arguments: arguments,
      scope: scope,
      sharedName: draft.sharedName,
      place: draft.nameSpan.place
    )
  }

  private func action(_ draft: ActionDraft) -> ActionPlan? {
    guard let component = draft.component, let arguments = component.arguments else { return nil }
    var plan = ActionPlan(
      component: component.definition.name,
      arguments: arguments,
      place: draft.nameSpan.place
    )
    plan.resourceNames = draft.resourceNames
    return plan
  }

  private func deadLetter(_ written: DeadLetterSpec, _ draft: Draft) -> SinkPlan? {
    guard let component = draft.deadLetter, let arguments = component.arguments else { return nil }
    return SinkPlan(
      id: "dead_letter",
      inputs: [],
      component: component.definition.name,
      arguments: arguments,
      place: written.keySpan.place
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

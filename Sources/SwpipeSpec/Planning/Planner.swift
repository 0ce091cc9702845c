import SwpipeCore

/// Turns a graph that is whole, and without errors, into the plan.
struct Planner {
  let limit: Int64?
  /// All plugins that the spec can use.
  let plugins: [PluginPlan]

  /// The plan.
  func plan(_ graph: Graph) -> Plan {
    let spec = graph.spec
    let standard = LimitsPlan()
    var plan = Plan(
      name: spec.name ?? stem(of: spec.span.source.name),
      description: spec.description,
      sources: graph.sources.map { source($0, graph) },
      stages: graph.stages.map { stage($0, graph) },
      sinks: graph.sinks.map { sink in
        self.sink(sink.id, sink.component, inputs: sink.feeders.map(graph.id), sink.span)
      },
      limits: LimitsPlan(
        memory: spec.memoryLimit ?? standard.memory,
        element: spec.elementLimit ?? standard.element,
        evaluation: spec.evaluationLimit ?? standard.evaluation
      )
    )
    if let written = spec.deadLetter, let component = graph.deadLetter {
      plan.deadLetter = sink("dead_letter", component, inputs: [], written.keySpan)
    }
    plan.plugins = plugins.filter { plugin in
      plugin.transforms.contains { transform in
        plan.stages.contains { $0.transformName == transform.name }
      }
    }
    return plan
  }

  private func source(_ source: Graph.Source, _ graph: Graph) -> SourcePlan {
    let component = source.component
    var plan = SourcePlan(
      id: source.id,
      component: component.definition.name,
      arguments: component.arguments,
      gives: graph.catalog.source(component.definition.name).gives(component.arguments),
      place: source.span.place,
      limit: limit
    )
    plan.onError = source.onError(graph.inherited)
    return plan
  }

  private func sink(_ id: String, _ component: Component, inputs: [String], _ span: SourceSpan)
    -> SinkPlan
  {
    SinkPlan(
      id: id,
      inputs: inputs,
      component: component.definition.name,
      arguments: component.arguments,
      place: span.place
    )
  }

  private func stage(_ stage: Graph.Stage, _ graph: Graph) -> StagePlan {
    let workers = stage.workers
    var plan = StagePlan(
      id: stage.id,
      work: work(of: stage),
      inputs: stage.feeders.map(graph.id),
      kind: workers.kind,
      workers: workers.count,
      maxsize: workers.maxsize,
      isOrdered: workers.isOrdered,
      place: stage.spec.headSpan.place
    )
    plan.timeout = workers.timeout
    plan.onError = stage.onError
    plan.memory = workers.memory
    plan.onStart = stage.onStart.map(resource)
    plan.resourceNames = stage.resourceNames
    plan.onDone = stage.onDone.map(action)
    return plan
  }

  private func resource(_ resource: Graph.Resource) -> ResourcePlan {
    ResourcePlan(
      name: resource.name,
      component: resource.type,
      arguments: resource.component.arguments,
      scope: resource.scope,
      sharedName: resource.sharedName,
      place: resource.nameSpan.place
    )
  }

  private func action(_ action: Graph.Action) -> ActionPlan {
    var plan = ActionPlan(
      component: action.component.definition.name,
      arguments: action.component.arguments,
      place: action.nameSpan.place
    )
    plan.resourceNames = action.resourceNames
    return plan
  }

  private func work(of stage: Graph.Stage) -> StagePlan.Work {
    switch stage.work {
    case .ordered(let isSort): isSort ? .sort : .pass
    case .transform(let operation, let component):
      .transform(
        name: component.definition.name,
        operation,
        component.arguments,
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

import SwpipeCore

/// Puts together what the resolvers have found, and settles types and workers on the way.
struct GraphBuilder {
  let names: Names
  let components: Components
  let resources: Resources
  let requests: Requests
  let inputs: Inputs
  /// The positions of the stages in the spec, each behind those that feed it; none if there are cycles.
  let order: [Int]

  /// The finished graph.
  func graph(of spec: PipelineSpec, _ catalog: Catalog, _ inherited: InheritedSettings) -> Graph {
    var graph = Graph(spec: spec, catalog: catalog, inherited: inherited)
    graph.hasCycle = order.count < spec.stages.count
    graph.hasUnknownReads = inputs.hasUnknown
    graph.deadLetter = components.deadLetter
    addSources(to: &graph)
    var positions = [Int?](repeating: nil, count: spec.stages.count)
    graph.stages.reserveCapacity(order.count)
    for (position, index) in order.enumerated() {
      addStage(index, to: &graph, positions)
      positions[index] = position
    }
    addSinks(to: &graph, positions)
    graph.isWhole = isWhole(graph)
    return graph
  }

  private func addSources(to graph: inout Graph) {
    let written = graph.spec.sources.written
    for (index, (source, component)) in zip(names.sources, components.sources).enumerated() {
      graph.sources.append(
        Graph.Source(
          id: source.id,
          span: source.span,
          component: component ?? .unknownSource,
          types: TypeResolver().types(ofSource: component),
          policy: index < written.count ? written[index].onError : nil
        )
      )
    }
  }

  private func addSinks(to graph: inout Graph, _ positions: [Int?]) {
    for (index, sink) in names.sinks.enumerated() {
      let component = components.sinks[index]
      graph.sinks.append(
        Graph.Sink(
          id: sink.id,
          span: sink.span,
          component: component ?? .unknownSink,
          accepts: TypeResolver().acceptance(ofSink: component),
          feeders: feeders(inputs.sinks[index], positions)
        )
      )
    }
  }

  /// Adds a stage whose feeders are in the graph already.
  private func addStage(_ index: Int, to graph: inout Graph, _ positions: [Int?]) {
    let spec = graph.spec.stages[index]
    let component = components.transforms[index]
    let transform = component?.transform
    let feeders = feeders(inputs.stages[index], positions)
    let onStart = resources.started[index].compactMap(\.resource)
    let resourceNames = requests.transforms[index]
    let state = StageState(transform, onStart, resourceNames)
    let resolver = WorkerResolver(inherited: graph.inherited)

    let work: Graph.Stage.Work
    let workers: StageWorkers
    if case .ordered = spec.work {
      let chain = resolver.chain(to: feeders, in: graph)
      let isSort = chain == nil && !feeders.isEmpty
      for stage in chain ?? [] where graph.stages[stage].workers.count > 1 {
        graph.stages[stage].workers.isOrdered = true
      }
      work = .ordered(isSort: isSort)
      workers = resolver.orderedWorkers(of: spec, isSort: isSort, feeders, in: graph)
    } else {
      let operation = spec.operation
      work = .transform(operation ?? .map, component ?? .unknownTransform)
      workers = resolver.workers(
        of: spec,
        operation,
        transform,
        state,
        feeders,
        in: graph
      )
    }
    graph.stages.append(
      Graph.Stage(
        spec: spec,
        id: names.stages[index] ?? "?",
        hasId: names.stages[index] != nil,
        work: work,
        feeders: feeders,
        types: TypeResolver().types(ofStage: spec.work, transform, feeders, in: graph),
        onStart: onStart,
        resourceNames: resourceNames,
        onDone: actions(of: index, spec),
        onError: onError(of: spec, graph.inherited),
        state: state,
        workers: workers
      )
    )
  }

  private func actions(of index: Int, _ spec: StageSpec) -> [Graph.Action] {
    components.actions[index].enumerated().compactMap { position, component in
      component.map {
        Graph.Action(
          nameSpan: spec.onDone[position].nameSpan,
          component: $0,
          resourceNames: requests.actions[index][position]
        )
      }
    }
  }

  private func onError(of spec: StageSpec, _ inherited: InheritedSettings) -> ErrorPolicy {
    // Nothing fails where elements are only put in order.
    if case .ordered = spec.work { return ErrorPolicy() }
    return spec.settings.onError.map { $0.value ?? ErrorPolicy() } ?? inherited.onError
  }

  /// The feeders by their positions in the graph; those that hang on a cycle are left out.
  private func feeders(_ feeders: [Feeder], _ positions: [Int?]) -> [Feeder] {
    feeders.compactMap { feeder in
      switch feeder {
      case .source: feeder
      case .stage(let index): positions[index].map { .stage($0) }
      case .route(let route, of: let index): positions[index].map { .route(route, of: $0) }
      }
    }
  }

  private func isWhole(_ graph: Graph) -> Bool {
    !graph.hasCycle && !graph.hasUnknownReads
      && graph.sources.allSatisfy(\.component.isWhole)
      && graph.sinks.allSatisfy(\.component.isWhole)
      && (graph.spec.deadLetter == nil || graph.deadLetter?.isWhole == true)
      && names.stages.allSatisfy { $0 != nil }
      && graph.stages.allSatisfy { $0.isOrderedStage || $0.component?.isWhole == true }
      && components.actions.joined().allSatisfy { $0?.isWhole == true }
      && resources.started.joined().allSatisfy { $0.resource?.isWhole == true }
  }
}

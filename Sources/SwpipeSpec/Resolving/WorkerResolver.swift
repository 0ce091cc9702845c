import SwpipeCore

/// Settles the kind of each stage, its workers and its queue.
struct WorkerResolver {
  let inherited: InheritedSettings

  /// In what a stage with a transform runs, once those that feed it are in the graph.
  func workers(
    of stage: StageSpec,
    _ operation: Operator?,
    _ transform: TransformRole?,
    _ state: StageState,
    _ feeders: [Feeder],
    in graph: Graph
  ) -> StageWorkers {
    let own = stage.settings
    let timeout = own.timeout.map { $0.value ?? 0 } ?? inherited.timeout
    let heads = graph.heads(of: feeders)
    var workers = StageWorkers()
    // A kind that could not be read counts as one with workers, so that nothing follows from it.
    workers.kind =
      own.kind.map { $0.value ?? .thread }
      ?? inherited.kind(
        namesQueue: own.workers != nil || own.maxsize != nil || own.limitsTime,
        timeout: timeout,
        own: transform
      )
    guard workers.kind.hasWorkers else {
      // One worker sees all elements, and an `each` has its effects in the order they come.
      let needsOwn =
        graph.needsOwnWorker(state, heads: heads)
        || (operation == .each && graph.workers(of: heads) > 1 && graph.areInOrder(feeders))
      if own.kind == nil, needsOwn {
        workers.kind = WorkerKind.own(for: transform?.waiting)
      } else {
        workers.heads = heads
        workers.spread = graph.workers(of: heads)
      }
      return workers
    }
    workers.timeout = timeout
    if workers.kind.isIsolated {
      workers.memory = (own.memory ?? inherited.memory)?.value ?? 0
    }
    // What one worker has to do is not for `defaults` to divide.
    let isDivided = transform?.needsOneWorker == true || state.isDividedByWorkers
    workers.count = own.workers.map { $0.value ?? 1 } ?? (isDivided ? nil : inherited.workers) ?? 1
    workers.spread = workers.count
    workers.maxsize = own.maxsize.map { $0.value ?? 0 } ?? inherited.maxsize ?? 0
    // The workers of a reduce give nothing that could be put in order.
    guard operation != .reduce else { return workers }
    workers.isOrdered = own.ordered.map { $0.value ?? false } ?? inherited.isOrdered
    workers.isOrderedByKey = workers.isOrdered
    return workers
  }

  /// In what `ordered` as a stage of its own runs; `isSort` if it has to collect everything first.
  func orderedWorkers(
    of stage: StageSpec,
    isSort: Bool,
    _ feeders: [Feeder],
    in graph: Graph
  ) -> StageWorkers {
    var workers = StageWorkers()
    if !feeders.isEmpty {
      workers.maxsize = stage.settings.maxsize?.value ?? 0
      // A queue that the spec asks for needs somebody to read it.
      workers.kind = isSort || workers.maxsize > 0 ? .thread : .sync
    }
    if !workers.kind.hasWorkers {
      workers.heads = graph.heads(of: feeders)
      workers.spread = graph.workers(of: workers.heads)
    }
    return workers
  }

  /// The stages on the way back from `ordered` to one source, or to a sort or reduce; nil if two ways meet, so
  /// that only a sort can restore the order.
  func chain(to feeders: [Feeder], in graph: Graph) -> [Int]? {
    var stages: [Int] = []
    var feeders = feeders
    while true {
      guard feeders.count == 1 else { return nil }
      guard let next = feeders[0].stage, !graph.stages[next].isSort,
        !graph.stages[next].isReduce
      else { return stages }
      stages.append(next)
      feeders = graph.stages[next].feeders
    }
  }
}

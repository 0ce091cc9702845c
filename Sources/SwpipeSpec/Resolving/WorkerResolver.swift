import SwpipeCore

/// Settles the kind of each stage, its workers and its queue.
struct WorkerResolver {
  let inherited: InheritedSettings

  /// Fills in kinds, workers, queues and order, feeders before those that read them.
  func run(on draft: inout Draft) {
    for index in draft.order ?? [] {
      switch draft.stages[index].spec.work {
      case .ordered: OrderedStageResolver().run(on: &draft, at: index)
      case .transform(let operation, _): settle(&draft, index, operation)
      case .unreadable(let operation): settle(&draft, index, operation)
      }
      draft.settleSpread(of: index)
    }
  }

  private func settle(_ draft: inout Draft, _ index: Int, _ operation: Operator?) {
    let own = draft.stages[index].settings
    let needsOne = draft.stages[index].component?.transform?.needsOneWorker ?? false
    let isDivided = needsOne || draft.stages[index].isDividedByWorkers
    let awaits = draft.stages[index].component?.transform?.waiting == .awaits
    let namesQueue = own.workers != nil || own.maxsize != nil || own.limitsTime
    let timeout = own.timeout.map { $0.value ?? 0 } ?? inherited.timeout
    draft.stages[index].onError =
      own.onError.map { $0.value ?? ErrorPolicy() } ?? inherited.onError
    // A kind that could not be read counts as one with workers, so that nothing follows from it.
    var kind =
      own.kind.map { $0.value ?? .thread }
      ?? inherited.kind(
        namesQueue: namesQueue,
        timeout: timeout,
        own: draft.stages[index].component?.transform
      )
    if kind == .sync {
      let isFedBySeveral = draft.feedingWorkers(of: index) > 1
      if own.kind == nil,
        draft.needsOwnWorker(index)
          || (isFedBySeveral && operation == .each && draft.isFedInOrder(index))
      {
        // One worker sees all elements, and an `each` has its effects in the order they come.
        kind = awaits ? .task : .thread
        draft.stages[index].kind = kind
        return
      }
    }
    draft.stages[index].kind = kind
    guard kind != .sync else { return }
    draft.stages[index].timeout = timeout
    if kind == .process {
      draft.stages[index].memory = (own.memory ?? inherited.memory)?.value ?? 0
    }
    // What one worker has to do is not for `defaults` to divide.
    let workers = own.workers.map { $0.value ?? 1 } ?? (isDivided ? nil : inherited.workers) ?? 1
    draft.stages[index].workers = workers
    draft.stages[index].maxsize = own.maxsize.map { $0.value ?? 0 } ?? inherited.maxsize ?? 0
    draft.stages[index].isOrdered = own.ordered.map { $0.value ?? false } ?? inherited.isOrdered
    draft.stages[index].isOrderedByKey = draft.stages[index].isOrdered
  }
}

import SwpipeCore

/// Settles the kind of each stage, its workers and its queue.
struct WorkersCheck {
  let inherited: InheritedSettings
  let findings: Findings

  /// The least bytes that a worker process of swpipe's may be limited to: it starts with 6 MiB, and
  /// the rest is room for the elements of a slice.
  private static let leastMemory = 8 << 20

  /// Fills in kinds, workers, queues and order, feeders before those that read them.
  func run(on draft: inout Draft) {
    for index in draft.order ?? [] {
      switch draft.stages[index].spec.work {
      case .ordered: OrderCheck(findings: findings).run(on: &draft, at: index)
      case .transform(let operation, _): settle(&draft, index, operation)
      case .unreadable(let operation): settle(&draft, index, operation)
      }
      draft.settleSpread(of: index)
    }
    checkSmallMemory(draft)
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
      if let named = own.kind {
        if needsOne, isFedBySeveral { tooManyInSync(draft, index, named) }
      } else if draft.needsOwnWorker(index)
        || (isFedBySeveral && operation == .each && draft.isFedInOrder(index))
      {
        // One worker sees all elements, and an `each` has its effects in the order they come.
        kind = awaits ? .task : .thread
        draft.stages[index].kind = kind
        checkMemory(draft, index)
        return
      }
    }
    draft.stages[index].kind = kind
    checkMemory(draft, index)
    guard kind != .sync else {
      if timeout != 0, own.timeout == nil { untimed(draft, index) }
      return
    }
    draft.stages[index].timeout = timeout
    if kind == .process {
      draft.stages[index].memory = (own.memory ?? inherited.memory)?.value ?? 0
    }
    // What one worker has to do is not for `defaults` to divide.
    let workers = own.workers.map { $0.value ?? 1 } ?? (isDivided ? nil : inherited.workers) ?? 1
    if needsOne, workers > 1, let setting = own.workers {
      findings.error(
        .needsOneWorker,
        "\(name(of: index, draft)) must see all elements, so it cannot have \(workers) workers",
        at: setting.whole,
        help: "remove `workers`"
      )
    }
    draft.stages[index].workers = workers
    draft.stages[index].maxsize = own.maxsize.map { $0.value ?? 0 } ?? inherited.maxsize ?? 0
    draft.stages[index].isOrdered = own.ordered.map { $0.value ?? false } ?? inherited.isOrdered
    draft.stages[index].isOrderedByKey = draft.stages[index].isOrdered
  }

  private func checkMemory(_ draft: Draft, _ index: Int) {
    let stage = draft.stages[index]
    // A kind that could not be read may be the right one.
    guard let memory = stage.settings.memory, let bytes = memory.value, bytes != 0,
      stage.kind != .process,
      stage.settings.kind.map({ $0.value != nil }) ?? true
    else { return }
    findings.error(
      .needsProcess,
      "only processes have a memory of their own, and \(name(of: index, draft)) has "
        + "\(stage.kind.rawValue) workers",
      at: memory.whole,
      help: "write `kind: process`, or remove `memory`"
    )
  }

  /// Reports each `memory` that leaves a worker process of swpipe's no room to start; how much the
  /// program of a plugin needs is not known here.
  private func checkSmallMemory(_ draft: Draft) {
    var reported: Set<Int> = []
    for stage in draft.stages where stage.kind == .process {
      guard let transform = stage.component?.transform, !transform.hasOwnProcess,
        let memory = stage.settings.memory ?? inherited.memory, let bytes = memory.value,
        (1..<Self.leastMemory).contains(bytes),
        reported.insert(memory.span.range.lowerBound).inserted
      else { continue }
      findings.error(
        .outOfRange,
        "`memory` is \(SizeText.text(bytes)), it must be at least "
          + SizeText.text(Self.leastMemory),
        at: memory.span,
        help: "a worker process needs that much to start; leave `memory` out for no limit"
      )
    }
  }

  private func name(of index: Int, _ draft: Draft) -> String {
    draft.stages[index].id.map { "`\($0)`" } ?? "the stage"
  }

  /// Warns that a sync stage takes no time limit over.
  private func untimed(_ draft: Draft, _ index: Int) {
    guard let kind = draft.stages[index].settings.kind else { return }
    findings.warning(
      .syncWithQueue,
      "the `timeout` of `defaults` does not hold for a sync stage, which cannot be stopped on its own",
      at: kind.whole,
      help: "write `timeout: 0` if that is meant, or `kind: thread`"
    )
  }

  private func tooManyInSync(_ draft: Draft, _ index: Int, _ named: Setting<WorkerKind>) {
    findings.error(
      .needsOneWorker,
      "\(name(of: index, draft)) must see all elements, but as a sync stage it would run in "
        + "\(draft.feedingWorkers(of: index)) workers",
      at: named.whole,
      help: "write `kind: thread`, or leave `kind` out",
      related: (draft.stages[index].feeders ?? []).map {
        Diagnostic.Related(span: draft.span(of: $0), message: "it would run in the workers of this")
      }
    )
  }
}

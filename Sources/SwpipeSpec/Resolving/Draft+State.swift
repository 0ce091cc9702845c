import SwpipeCore

extension StageDraft {
  /// The resources that its transform uses and that keep a history.
  var histories: [ResourceDraft] {
    onStart.filter { resource in
      guard resourceNames.values.contains(resource.name), let role = resource.role,
        let arguments = resource.component?.arguments
      else { return false }
      return role.keeps(arguments) == .history
    }
  }

  /// Those of them that each worker has for itself.
  var ownHistories: [ResourceDraft] { histories.filter { $0.scope != .run } }

  /// Whether its transform itself keeps a history, which no two workers can share.
  var transformKeepsHistory: Bool { component?.transform?.keeps == .history }

  /// Whether several workers would each keep a history of their own, and so give other results than
  /// one does.
  var isDividedByWorkers: Bool { transformKeepsHistory || !ownHistories.isEmpty }
}

extension Draft {
  /// Whether a stage that names no workers, and would be sync, has to have one of its own, because
  /// of what it keeps from one element to the next: where several workers feed it, or those that
  /// feed it may be replaced, and with them what it keeps.
  ///
  /// The feeders must be settled already.
  func needsOwnWorker(_ index: Int) -> Bool {
    let stage = stages[index]
    let isDivided = stage.isDividedByWorkers
    guard isDivided || !stage.histories.isEmpty else { return false }
    let heads = heads(of: index)
    if isDivided, workers(of: heads) > 1 { return true }
    return heads.contains { head in
      guard case .stage(let index) = head else { return false }
      let stage = stages[index]
      // Where a plugin has a process of its own, the worker around it stays.
      guard let role = stage.component?.transform, !role.hasOwnProcess else { return false }
      // What all workers of the run share outlives a thread, but no process reaches it.
      return stage.kind == .process || (isDivided && stage.timeout > 0)
    }
  }
}

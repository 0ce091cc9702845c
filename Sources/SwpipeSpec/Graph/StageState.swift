import SwpipeCore

/// What a stage keeps from one element to the next.
struct StageState {
  /// Whether its transform itself keeps a history, which no two workers can share.
  let transformKeepsHistory: Bool
  /// The resources that its transform uses and that keep a history.
  let histories: [Graph.Resource]

  /// Takes the transform, if there is one, the resources of the stage, and which of them it uses.
  init(_ transform: TransformRole?, _ onStart: [Graph.Resource], _ resourceNames: [String: String])
  {
    transformKeepsHistory = transform?.keeps == .history
    histories = onStart.filter { resource in
      resource.keeps == .history && resourceNames.values.contains(resource.name)
    }
  }

  /// Those of them that each worker has for itself.
  var ownHistories: [Graph.Resource] { histories.filter { $0.scope != .run } }

  /// Whether several workers would each keep a history of their own, and so give other results than
  /// one does.
  var isDividedByWorkers: Bool { transformKeepsHistory || !ownHistories.isEmpty }
}

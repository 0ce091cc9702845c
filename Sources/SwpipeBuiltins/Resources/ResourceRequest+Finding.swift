internal import SwpipeCore

extension ResourceRequest {
  /// The resource that the plan gave the transform for this request.
  func find<Found: Resource>(
    _ type: Found.Type,
    in context: TransformContext
  ) throws(RunFailure) -> Found {
    try find(type, context.resourceNames, context.resources)
  }

  /// The same for an action.
  func find<Found: Resource>(
    _ type: Found.Type,
    in context: ActionContext
  ) throws(RunFailure) -> Found {
    try find(type, context.resourceNames, context.resources)
  }

  private func find<Found: Resource>(
    _ type: Found.Type,
    _ names: [String: String],
    _ resources: [String: any Resource]
  ) throws(RunFailure) -> Found {
    if let found = resources[names[name] ?? name] as? Found { return found }
    throw RunFailure(
      .resource,
      "no resource\(self.type.map { " of type `\($0)`" } ?? "") is called `\(names[name] ?? name)`",
      help: "start one in on_start"
    )
  }
}

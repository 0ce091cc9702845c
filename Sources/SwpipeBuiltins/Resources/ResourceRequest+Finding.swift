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
      "there is no resource of type \(self.type ?? "any") under the name \(names[name] ?? name)",
      help: "start one in on_start"
    )
  }
}

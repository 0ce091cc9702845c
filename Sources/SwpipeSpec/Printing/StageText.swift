import SwpipeCore

/// Writes what a stage has beyond its work and its queue, for people.
enum StageText {
  /// One line for each resource, action and setting, in the words of a spec.
  static func details(_ stage: StagePlan) -> [String] {
    var lines = stage.routes.map(route)
    if stage.timeout != 0 { lines.append("timeout: \(DurationText.text(stage.timeout))") }
    if stage.memory != 0 { lines.append("memory: \(SizeText.text(stage.memory))") }
    if stage.onError != ErrorPolicy() { lines.append("on_error: \(policy(stage.onError))") }
    for resource in stage.onStart { lines.append("on_start: \(self.resource(resource))") }
    for (request, name) in stage.resourceNames.sorted(by: { $0.key < $1.key })
    where request != name {
      lines.append("uses \(name) as \(request)")
    }
    for action in stage.onDone { lines.append("on_done: \(self.action(action))") }
    return lines
  }

  private static func route(_ route: RoutePlan) -> String {
    let condition = Printable.line(route.condition ?? RoutePlan.otherwise)
    return "\(route.name): \(condition)\(route.isDiscarded ? ", discarded" : "")"
  }

  /// What happens to elements that fail, as a spec would have it, with what is usual filled in.
  static func policy(_ policy: ErrorPolicy) -> String {
    guard let retry = policy.retry else { return policy.then.rawValue }
    var fields = [
      "attempts: \(retry.attempts)", "backoff: \(DurationText.text(retry.backoff))",
      "max_backoff: \(DurationText.text(retry.maxBackoff))", "jitter: \(retry.hasJitter)",
    ]
    if retry.maxElapsed != 0 {
      fields.append("max_elapsed: \(DurationText.text(retry.maxElapsed))")
    }
    return "{retry: {\(fields.joined(separator: ", "))}, then: \(policy.then.rawValue)}"
  }

  private static func resource(_ resource: ResourcePlan) -> String {
    let component = resource.component + ArgumentText.suffix(resource.arguments)
    switch resource.scope {
    case .worker: return "\(resource.name) = \(component)"
    case .run: return "\(resource.name) = \(component), one in the run as \(resource.sharedName)"
    }
  }

  private static func action(_ action: ActionPlan) -> String {
    let names = action.resourceNames.sorted { $0.key < $1.key }
    let uses = names.filter { $0.key != $0.value }.map { ", uses \($0.value) as \($0.key)" }
    return action.component + ArgumentText.suffix(action.arguments) + uses.joined()
  }
}

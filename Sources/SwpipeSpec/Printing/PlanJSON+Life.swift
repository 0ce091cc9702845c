import SwpipeCore

extension PlanJSON {
  /// The fields for what a stage's workers start and do at their end, and for what fails; those
  /// that say nothing are left out.
  static func writeLife(of stage: StagePlan, to writer: inout JSONWriter) {
    if stage.timeout != 0 { writer.field("timeout", DurationText.text(stage.timeout)) }
    if stage.memory != 0 { writer.field("memory", stage.memory) }
    if stage.onError != ErrorPolicy() {
      writer.field("on_error") { write(stage.onError, to: &$0) }
    }
    if !stage.onStart.isEmpty {
      writer.field("on_start") { $0.list(stage.onStart, write) }
    }
    if !stage.resourceNames.isEmpty {
      writer.field("resources") { write(stage.resourceNames, to: &$0) }
    }
    if !stage.onDone.isEmpty {
      writer.field("on_done") { $0.list(stage.onDone, write) }
    }
  }

  static func write(_ policy: ErrorPolicy, to writer: inout JSONWriter) {
    writer.object { writer in
      if let retry = policy.retry {
        writer.field("retry") { writer in
          writer.object { writer in
            writer.field("attempts", retry.attempts)
            writer.field("backoff", DurationText.text(retry.backoff))
            writer.field("max_backoff", DurationText.text(retry.maxBackoff))
            writer.field("jitter") { $0.raw(retry.hasJitter ? "true" : "false") }
            writer.field("max_elapsed", DurationText.text(retry.maxElapsed))
          }
        }
      }
      writer.field("then", policy.then.rawValue)
    }
  }

  private static func write(_ resource: ResourcePlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("name", resource.name)
      writer.field("type", resource.component)
      writer.field("arguments") { write(resource.arguments, to: &$0) }
      writer.field("scope", resource.scope.rawValue)
      if resource.scope == .run { writer.field("shared", resource.sharedName) }
      writer.field("place", resource.place.description)
    }
  }

  private static func write(_ action: ActionPlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("action", action.component)
      writer.field("arguments") { write(action.arguments, to: &$0) }
      if !action.resourceNames.isEmpty {
        writer.field("resources") { write(action.resourceNames, to: &$0) }
      }
      writer.field("place", action.place.description)
    }
  }

  private static func write(_ names: [String: String], to writer: inout JSONWriter) {
    writer.object { writer in
      for (request, name) in names.sorted(by: { $0.key < $1.key }) { writer.field(request, name) }
    }
  }
}

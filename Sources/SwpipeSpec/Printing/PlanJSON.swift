package import SwpipeCore

/// Writes a plan for programs, with the words and values that a spec has.
package enum PlanJSON {
  /// One JSON object, indented, which ends in a newline.
  package static func text(_ plan: Plan) -> String {
    var writer = JSONWriter()
    let workerCounts = plan.workerCounts
    writer.object { writer in
      writer.field("name", plan.name)
      if let description = plan.description { writer.field("description", description) }
      writer.field("limits") { writer in
        writer.object { writer in
          writer.field("memory", plan.limits.memory)
          writer.field("element", plan.limits.element)
          if plan.limits.evaluation != LimitsPlan().evaluation {
            writer.field("evaluation", plan.limits.evaluation)
          }
        }
      }
      if !plan.plugins.isEmpty {
        writer.field("plugins") { $0.list(plan.plugins, write) }
      }
      writer.field("sources") { $0.list(plan.sources, write) }
      writer.field("stages") { writer in
        writer.list(plan.stages) { write($0, workers: workerCounts[$0.id] ?? 1, to: &$1) }
      }
      writer.field("sinks") { $0.list(plan.sinks, write) }
      if let sink = plan.deadLetter { writer.field("dead_letter") { write(sink, to: &$0) } }
    }
    return writer.text + "\n"
  }

  private static func write(_ plugin: PluginPlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("name", plugin.name)
      switch plugin.program {
      case .library(let path): writer.field("path", path)
      case .frames(let words), .lines(let words):
        writer.field("command") { $0.list(words) { $1.string($0) } }
        if case .lines = plugin.program { writer.field("framing", "lines") }
      }
      if let end = plugin.end { writer.field("end", end) }
      if case .lines = plugin.program, plugin.transforms.contains(where: \.keepsState) {
        writer.field("keeps_state") { $0.raw("true") }
      }
      if plugin.startTimeout > 0 {
        writer.field("start_timeout", DurationText.text(plugin.startTimeout))
      }
      writer.field("transforms") { $0.list(plugin.transforms.map(\.name)) { $1.string($0) } }
    }
  }

  private static func write(_ source: SourcePlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("id", source.id)
      writer.field("source", source.component)
      writer.field("arguments") { write(source.arguments, to: &$0) }
      writer.field("gives", source.gives.rawValue)
      if let limit = source.limit { writer.field("limit", Int(limit)) }
      if source.onError != .fail {
        writer.field("on_error") { write(ErrorPolicy(then: source.onError), to: &$0) }
      }
      writer.field("place", source.place.description)
    }
  }

  private static func write(_ sink: SinkPlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("id", sink.id)
      writer.field("from") { $0.list(sink.inputs) { $1.string($0) } }
      writer.field("sink", sink.component)
      writer.field("arguments") { write(sink.arguments, to: &$0) }
      writer.field("place", sink.place.description)
    }
  }

  private static func write(_ stage: StagePlan, workers: Int, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("id", stage.id)
      writer.field("from") { $0.list(stage.inputs) { $1.string($0) } }
      switch stage.work {
      case .pass: writer.field("operator", "ordered")
      case .sort:
        writer.field("operator", "ordered")
        writer.field("sorts") { $0.raw("true") }
      case .transform(_, .route, _, _):
        writer.field("operator", Operator.route.rawValue)
        writer.field("routes") { $0.list(stage.routes, write) }
      case .transform(let name, let operation, let arguments, let isInverted):
        writer.field("operator", operation.rawValue)
        writer.field("transform", name)
        writer.field("arguments") { write(arguments, to: &$0) }
        if isInverted { writer.field("invert") { $0.raw("true") } }
      }
      writer.field("kind", stage.kind.rawValue)
      writer.field("workers", workers)
      writer.field("maxsize", stage.maxsize)
      writer.field("ordered") { $0.raw(stage.isOrdered ? "true" : "false") }
      writeLife(of: stage, to: &writer)
      writer.field("place", stage.place.description)
    }
  }

  private static func write(_ route: RoutePlan, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("name", route.name)
      writer.field("when", route.condition ?? RoutePlan.otherwise)
      if route.isDiscarded { writer.field("discard") { $0.raw("true") } }
    }
  }

  static func write(_ arguments: Arguments, to writer: inout JSONWriter) {
    writer.object { writer in
      for (name, argument) in arguments.values.sorted(by: { $0.key < $1.key }) {
        writer.field(name) { write(argument, to: &$0) }
      }
    }
  }

  private static func write(_ argument: Argument, to writer: inout JSONWriter) {
    switch argument {
    case .text(let text): writer.string(text)
    case .boolean(let flag): writer.raw(flag ? "true" : "false")
    case .integer(let number): writer.raw(String(number))
    case .number(let number): writer.raw(Wording.number(number))
    case .duration(let nanoseconds): writer.string(DurationText.text(nanoseconds))
    case .size(let bytes): writer.raw(String(bytes))
    case .template(let template): writer.string(TemplateText.text(template))
    case .path(let keys): writer.string(PathText.element(keys))
    case .list(let items): writer.list(items, write)
    case .value(let value): write(value, to: &writer)
    }
  }

  private static func write(_ value: Value, to writer: inout JSONWriter) {
    switch value {
    case .null: writer.raw("null")
    case .boolean(let flag): writer.raw(flag ? "true" : "false")
    case .integer(let number): writer.raw(String(number))
    case .number(let number): writer.raw(Wording.number(number))
    case .digits(let digits): writer.raw(digits)
    case .text(let text): writer.string(text)
    case .list(let items): writer.list(items, write)
    case .mapping(let fields):
      writer.object { writer in
        for field in fields { writer.field(field.key) { write(field.value, to: &$0) } }
      }
    }
  }
}

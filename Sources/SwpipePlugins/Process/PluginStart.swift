package import SwpipeCore

/// What a worker's transform of a plugin is started with, whatever the plugin is.
package struct PluginStart {
  /// Each parameter that was given or has a default, in the manifest's order.
  package let arguments: [(parameter: ParameterInfo, argument: Argument)]
  package let work: Operator
  package let worker: WorkerInfo
  /// What the worker's resources have to show, by local name; those with nothing to show left out.
  package let resources: [(name: String, value: Value)]

  package init(
    _ transform: PluginTransform,
    _ arguments: Arguments,
    _ work: Operator,
    _ context: TransformContext
  ) {
    self.arguments = transform.parameters.compactMap { parameter in
      (arguments.values[parameter.name] ?? parameter.defaultArgument).map { (parameter, $0) }
    }
    self.work = work
    worker = context.workerInfo
    // A request's name is what the plugin knows the resource by, whatever the spec calls it.
    var shown: [String: Value] = [:]
    for (name, resource) in context.resources { shown[name] = resource.value(at: []) }
    for (request, name) in context.resourceNames { shown[request] = shown[name] }
    resources = shown.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The resources as a JSON object.
  var resourcesJSON: String {
    "{" + resources.map { "\(JSONText.quoted($0.name)):\($0.value.json)" }.joined(separator: ",")
      + "}"
  }
}

extension Value {
  /// The value as compact JSON.
  package var json: String {
    var builder = BatchBuilder()
    builder.append(json: self)
    return builder.withUnfinished { span in
      span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
  }
}

extension Argument {
  /// The argument as a plugin gets it: durations are nanoseconds, sizes bytes.
  package var plain: Value {
    switch self {
    case .text(let text): .text(text)
    case .boolean(let flag): .boolean(flag)
    case .integer(let number), .duration(let number): .integer(number)
    case .number(let number): .number(number)
    case .size(let bytes): .integer(Int64(bytes))
    case .list(let items): .list(items.map(\.plain))
    case .value(let value): value
    case .path: preconditionFailure("no parameter of a plugin is a place in an element")
    case .template: preconditionFailure("no parameter of a plugin is a template")
    }
  }
}

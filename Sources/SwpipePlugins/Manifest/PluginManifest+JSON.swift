package import SwpipeCore

extension PluginManifest {
  /// The manifest with every default filled in, as docs/plugin-protocol.md writes it.
  ///
  /// Reading it gives the same manifest.
  package var value: Value {
    var fields: [Value.Field] = [.init(key: "protocol", value: .integer(Int64(protocolVersion)))]
    for (key, text) in [("name", name), ("version", version), ("summary", summary)] {
      if let text { fields.append(.init(key: key, value: .text(text))) }
    }
    fields.append(.init(key: "files", value: .list(files.map { .text($0) })))
    fields.append(.init(key: "transforms", value: .list(transforms.map(\.value))))
    if !warnings.isEmpty {
      fields.append(.init(key: "warnings", value: .list(warnings.map { .text($0) })))
    }
    return .mapping(fields)
  }
}

extension PluginTransform {
  fileprivate var value: Value {
    .mapping([
      .init(key: "name", value: .text(name)),
      .init(key: "summary", value: .text(summary)),
      .init(key: "details", value: .text(details)),
      .init(key: "operators", value: .list(operators.map { .text($0.rawValue) })),
      .init(key: "takes", value: .text(accepts.rawValue)),
      .init(key: "gives", value: .text(gives.rawValue)),
      .init(key: "parameters", value: .list(parameters.map(\.value))),
      .init(key: "resources", value: .list(resources.map(\.value))),
      .init(key: "element_index", value: .boolean(needsElementIndex)),
      .init(key: "concurrency", value: .integer(Int64(concurrency))),
      .init(key: "one_worker", value: .boolean(needsOneWorker)),
      .init(key: "keeps_state", value: .boolean(keepsState)),
      .init(key: "thread_safe", value: .boolean(isThreadSafe)),
      .init(key: "blocks", value: .boolean(blocks)),
    ])
  }
}

extension ResourceRequest {
  fileprivate var value: Value {
    var fields = [Value.Field(key: "name", value: .text(name))]
    if let type { fields.append(.init(key: "type", value: .text(type))) }
    fields.append(.init(key: "optional", value: .boolean(isOptional)))
    return .mapping(fields)
  }
}

extension ParameterInfo {
  fileprivate var value: Value {
    var fields = [Value.Field(key: "name", value: .text(name))]
    fields += type.fields
    fields.append(.init(key: "required", value: .boolean(isRequired)))
    if let defaultArgument {
      fields.append(.init(key: "default", value: defaultArgument.written))
    }
    fields.append(.init(key: "help", value: .text(help)))
    return .mapping(fields)
  }
}

extension ParameterType {
  /// The members of a parameter that say its type.
  fileprivate var fields: [Value.Field] {
    func type(_ name: String) -> [Value.Field] { [.init(key: "type", value: .text(name))] }
    switch self {
    case .text: return type("text")
    case .boolean: return type("boolean")
    case .integer(let bounds):
      var fields = type("integer")
      if bounds.lowerBound != .min {
        fields.append(.init(key: "minimum", value: .integer(bounds.lowerBound)))
      }
      if bounds.upperBound != .max {
        fields.append(.init(key: "maximum", value: .integer(bounds.upperBound)))
      }
      return fields
    case .number(let bounds):
      var fields = type("number")
      if bounds.lowerBound.isFinite {
        fields.append(.init(key: "minimum", value: .number(bounds.lowerBound)))
      }
      if bounds.upperBound.isFinite {
        fields.append(.init(key: "maximum", value: .number(bounds.upperBound)))
      }
      return fields
    case .duration: return type("duration")
    case .size: return type("size")
    case .choice(let words):
      return type("choice") + [.init(key: "choices", value: .list(words.map { .text($0) }))]
    case .pattern: return type("pattern")
    case .file: return type("file")
    case .value: return type("value")
    case .list(let member):
      return type("list") + [.init(key: "of", value: .mapping(member.fields))]
    case .template: preconditionFailure("no parameter of a plugin is a template")
    case .path: preconditionFailure("no parameter of a plugin is a place in an element")
    case .expression: preconditionFailure("no parameter of a plugin is an expression")
    }
  }
}

extension Argument {
  /// The argument as a spec would have it, in JSON.
  fileprivate var written: Value {
    switch self {
    case .duration(let nanoseconds): .text(DurationText.text(nanoseconds))
    case .size(let bytes): .text(SizeText.text(bytes))
    case .list(let items): .list(items.map(\.written))
    case .text, .boolean, .integer, .number, .value, .path, .template: plain
    }
  }
}

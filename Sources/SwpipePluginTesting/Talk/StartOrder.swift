internal import SwpipeCore
internal import SwpipePlugins

/// What a START frame asks for.
struct StartOrder {
  let transform: String
  let work: Operator
  let worker: WorkerInfo
  private let arguments: [Value.Field]

  /// Reads a payload; nil where it is none.
  init?(_ payload: [UInt8]) {
    guard let value = try? JSONValueReader.value(of: payload.span),
      case .text(let transform)? = value["transform"], case .text(let word)? = value["operator"],
      let work = Operator(rawValue: word), case .mapping(let arguments)? = value["arguments"],
      case .integer(let index)? = value["worker_info"]?["index"],
      case .integer(let restarts)? = value["worker_info"]?["restarts"]
    else { return nil }
    self.transform = transform
    self.work = work
    self.arguments = arguments
    worker = WorkerInfo(index: Int(index), kind: .process, stage: "test", restarts: Int(restarts))
  }

  /// The arguments as a plan has them.
  func arguments(of transform: PluginTransform) -> Arguments {
    var arguments = Arguments()
    for field in self.arguments {
      guard let parameter = transform.parameters.first(where: { $0.name == field.key }) else {
        continue
      }
      arguments.values[field.key] = Argument(plain: field.value, parameter.type)
    }
    return arguments
  }
}

extension Argument {
  /// The argument that a plugin was given as a plain value.
  fileprivate init(plain value: Value, _ type: ParameterType) {
    switch (type, value) {
    case (.duration, .integer(let number)): self = .duration(number)
    case (.size, .integer(let number)): self = .size(Int(number))
    case (.value, _): self = .value(value)
    case (.list(let member), .list(let items)):
      self = .list(items.map { Argument(plain: $0, member) })
    case (_, .integer(let number)): self = .integer(number)
    case (_, .number(let number)): self = .number(number)
    case (_, .boolean(let flag)): self = .boolean(flag)
    case (_, .text(let text)): self = .text(text)
    default: self = .value(value)
    }
  }
}

extension Value {
  fileprivate subscript(key: String) -> Value? {
    guard case .mapping(let fields) = self else { return nil }
    return fields.first { $0.key == key }?.value
  }
}

/// A parameter and the Swift type of its value, which a transform is made with: `start[Self.radius]`.
///
/// Without a default it is required, unless it is made `optional`.
public struct Parameter<Value>: Sendable {
  /// For `Transform.parameters`.
  public let info: ParameterInfo
  /// The value of an argument; nil where there is none and there has to be one.
  let read: @Sendable (Argument?) -> Value?

  /// The same parameter, whose value is nil where the spec gives nothing.
  public var optional: Parameter<Value?> {
    var info = info
    info.isRequired = false
    let read = read
    return Parameter<Value?>(info: info) { .some(read($0)) }
  }

  /// A parameter with a default in JSON, if there is one.
  init(
    _ name: String,
    _ type: String,
    default value: String?,
    help: String,
    details: [String] = [],
    _ read: @escaping @Sendable (Argument) -> Value
  ) {
    info = ParameterInfo(
      name: name,
      type: type,
      help: help,
      isRequired: value == nil,
      defaultValue: value,
      details: details
    )
    self.read = { $0.map(read) }
  }

  fileprivate init(info: ParameterInfo, read: @escaping @Sendable (Argument?) -> Value?) {
    self.info = info
    self.read = read
  }
}

/// The arguments of one component in a plan, by parameter name.
package struct Arguments: Hashable, Sendable, Codable {
  package var values: [String: Argument]

  package init(_ values: [String: Argument] = [:]) {
    self.values = values
  }

  /// The value of a parameter, or its default.
  ///
  /// The plan was checked against the definition, so a missing or mistyped argument is a bug here.
  package subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    guard let value = parameter.value(of: values[parameter.info.name]) else {
      preconditionFailure("the plan holds no usable argument \(parameter.info.name)")
    }
    return value
  }
}

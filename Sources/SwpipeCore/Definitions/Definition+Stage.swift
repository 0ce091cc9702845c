extension Definition {
  /// The parameter that every filter has beside those of its transform.
  package static let invert = Parameter<Bool>.boolean(
    "invert",
    default: false,
    "Lets through the elements for which the transform does not hold, and no others."
  )

  /// The parameters that a spec may give, `invert` among them where the transform serves filter.
  package var offeredParameters: [ParameterInfo] {
    guard case .transform(let role) = role, role.operators.contains(.filter) else {
      return parameters
    }
    return parameters + [Self.invert.info]
  }

  /// The parameters that a stage with an operator may give.
  package func parameters(for operation: Operator) -> [ParameterInfo] {
    operation == .filter ? offeredParameters : parameters
  }
}

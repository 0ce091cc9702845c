extension Definition {
  /// The parameter that every filter has beside those of its transform.
  package static let invert = Parameter<Bool>.boolean(
    "invert",
    default: false,
    "Lets through the elements for which the transform does not hold, and no others."
  )

  /// The resources that a transform or an action uses.
  package var requests: [ResourceRequest] {
    switch role {
    case .transform(let role): role.resources
    case .action(let role): role.resources
    case .source, .sink, .resource: []
    }
  }

  /// The parameters that a spec may give: beside the component's own one for each resource that it
  /// uses, and `invert` where a transform serves filter.
  package var offeredParameters: [ParameterInfo] {
    guard case .transform(let role) = role, role.operators.contains(.filter) else {
      return parameters + requestParameters
    }
    return parameters + requestParameters + [Self.invert.info]
  }

  /// The parameters that a stage with an operator may give.
  package func parameters(for operation: Operator) -> [ParameterInfo] {
    operation == .filter ? offeredParameters : parameters + requestParameters
  }

  private var requestParameters: [ParameterInfo] {
    requests.map { request in
      ParameterInfo(
        name: request.name,
        type: .text,
        isRequired: false,
        help: request.type.map {
          "The name in `on_start` of the resource of type `\($0)` to use, where there are several."
        } ?? "The name in `on_start` of the resource to use, where it has another one."
      )
    }
  }
}

internal import SwpipeCore

/// What the definitions of the transforms of reduce have in common.
enum ReduceDefinition {
  static let value = Parameter<String?>.optional(
    .expression(
      "value",
      "What to take of each element: an expression in jq's language; the element itself if it is left out."
    )
  )

  /// The definition of one of them.
  static func make(
    _ name: String,
    _ summary: String,
    details: String,
    parameters: [ParameterInfo],
    gives: ResultType,
    examples: @escaping @Sendable @autoclosure () -> [Example],
    isJQFunction: Bool = false,
    _ reduction:
      @escaping @Sendable (Arguments, TransformContext) throws(RunFailure) -> any Reduction
  ) -> Definition {
    var role = TransformRole(
      operators: [.reduce],
      accepts: .any,
      gives: gives,
      keeps: .pendingWork,
      make: { arguments, _, context throws(RunFailure) in
        ReduceTransform(try reduction(arguments, context))
      }
    )
    if isJQFunction { role.operatorNote = "jq's function of this name is `{jq: \(name)}`" }
    return Definition(
      name: name,
      summary: summary,
      details: details,
      parameters: parameters,
      examples: examples(),
      role: .transform(role)
    )
  }

  /// The expression of an argument, which is `.` where it is left out.
  static func expression(
    _ parameter: Parameter<String?>,
    _ arguments: Arguments,
    _ context: TransformContext
  ) throws(RunFailure) -> ElementValue {
    try ElementValue(arguments[parameter] ?? ".", context)
  }
}

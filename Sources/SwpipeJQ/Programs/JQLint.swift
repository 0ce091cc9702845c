/// Finds what is valid and most likely meant otherwise.
enum JQLint {
  static func warnings(_ syntax: JQSyntax, _ use: JQProgram.Use) -> [JQProblem] {
    var warnings: [JQProblem] = []
    visit(syntax, &warnings)
    if use == .condition { condition(syntax, &warnings) }
    return warnings.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func visit(_ syntax: JQSyntax, _ warnings: inout [JQProblem]) {
    if case .alternative(let left, let right) = syntax.form, case .truth(true) = right.form {
      if case .field = left.form {
        warnings.append(
          JQProblem(
            range: syntax.range,
            message: "`// true` also replaces false, so this is never false",
            help: "write `if … == null then true else … end`",
            isWarning: true
          )
        )
      }
    }
    if case .call("select", let arguments) = syntax.form, arguments.count == 1 {
      condition(arguments[0], &warnings)
    }
    for child in syntax.form.children { visit(child, &warnings) }
  }

  /// What a condition is judged by.
  private static func condition(_ syntax: JQSyntax, _ warnings: inout [JQProblem]) {
    switch syntax.form {
    case .assignment(.plain, _, _):
      warnings.append(
        JQProblem(
          range: syntax.range,
          message: "this changes the element and is true for every one",
          help: "equality is `==`",
          isWarning: true
        )
      )
    case .null, .truth, .number, .string, .object, .array:
      warnings.append(
        JQProblem(
          range: syntax.range,
          message: "this condition is the same for every element",
          isWarning: true
        )
      )
    case .binary(let operation, let left, _) where operation.comparison != nil && iterates(left):
      warnings.append(
        JQProblem(
          range: syntax.range,
          message: "this compares each value for itself and has an output for each",
          help: "write `any(…; . == …)` to ask whether one of them is so",
          isWarning: true
        )
      )
    default: break
    }
  }

  /// Whether a path goes through `[]`.
  private static func iterates(_ syntax: JQSyntax) -> Bool {
    switch syntax.form {
    case .iterate: true
    case .field(let target, _), .index(let target, _), .optional(let target): iterates(target)
    default: false
    }
  }
}

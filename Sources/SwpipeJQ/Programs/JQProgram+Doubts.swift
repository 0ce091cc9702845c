extension JQProgram {
  /// What a program that compiles most likely means otherwise, in the order of its text.
  ///
  /// With `takesText` the input may be a text, of which nothing is a field or an element: where the
  /// program asks for one whatever the text is, that is an error.
  package static func doubts(_ text: String, use: Use, takesText: Bool) -> [JQProblem] {
    let (syntax, problems) = JQParser.parse(text)
    guard problems.isEmpty else { return [] }
    var doubts = JQLint.warnings(syntax, use)
    if takesText, let part = JQTextInput.impossiblePart(of: syntax) {
      let bytes = Array(text.utf8)
      let name = String(decoding: bytes[part.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
      doubts.append(
        JQProblem(
          range: part.range,
          message: "`\(name)` looks into the element, which is a text and not json here"
        )
      )
    }
    return doubts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

/// Finds what a program cannot do where its input is a string.
enum JQTextInput {
  /// The first part that is evaluated for every input, and takes a field, an element or the members of
  /// the input itself.
  ///
  /// What stands behind a condition, in a `try` or in the body of a function is not looked at.
  static func impossiblePart(of syntax: JQSyntax) -> JQSyntax? {
    switch syntax.form {
    case .field(let target, _), .index(let target, _), .iterate(let target):
      if case .identity = target.form { return syntax }
      return impossiblePart(of: target)
    case .slice(let target, _, _): return impossiblePart(of: target)
    case .pipe(let first, let second):
      if case .identity = first.form { return impossiblePart(of: second) }
      return impossiblePart(of: first)
    case .comma(let parts): return first(parts)
    case .binary(_, let a, let b): return first([a, b])
    case .and(let a, _), .or(let a, _), .alternative(let a, _), .negation(let a),
      .assignment(_, let a, _), .reduce(let a, _, _, _), .foreach(let a, _, _, _, _):
      return impossiblePart(of: a)
    case .array(let a): return a.flatMap { impossiblePart(of: $0) }
    case .object(let members): return first(members.map(\.value))
    case .interpolation(_, let parts):
      return first(
        parts.compactMap { part in if case .value(let value) = part { value } else { nil } }
      )
    case .condition(let branches, _): return branches.first.flatMap { impossiblePart(of: $0.0) }
    case .definition(_, let rest), .label(_, let rest): return impossiblePart(of: rest)
    case .binding(let a, _, let b): return first([a, b])
    case .call("select", let arguments) where arguments.count == 1: return first(arguments)
    case .call("del", let arguments) where arguments.count == 1: return first(arguments)
    case .identity, .recurse, .null, .truth, .number, .string, .format, .variable, .location,
      .optional, .attempt, .call, .exit, .invalid:
      return nil
    }
  }

  private static func first(_ parts: [JQSyntax]) -> JQSyntax? {
    for part in parts {
      if let found = impossiblePart(of: part) { return found }
    }
    return nil
  }
}

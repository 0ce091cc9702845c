extension JQProgram {
  /// What a program that compiles most likely means otherwise, in the order of its text.
  ///
  /// With `takesText` the input may be a text, of which nothing is a field or an element: where the
  /// program asks for one whatever the text is, that is an error.
  package static func doubts(_ text: String, use: Use, takesText: Bool) -> [JQProblem] {
    let (syntax, problems) = JQParser.parse(text)
    guard problems.isEmpty else { return [] }
    var doubts = JQLint.warnings(syntax, use)
    if takesText, let part = JQInputUse(asksForParts: true).first(in: syntax) {
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

extension JQProgram {
  /// The first part of a program that surely reads its input; nil where none does.
  package static func inputUse(_ text: String) -> Range<Int>? {
    let (syntax, problems) = JQParser.parse(text)
    guard problems.isEmpty else { return nil }
    return JQInputUse(asksForParts: false).first(in: syntax)?.range
  }

  /// Whether a program reads the environment, and which variables of it; nil for all of it.
  package static func environmentNames(_ text: String) -> Set<String>? {
    let (syntax, problems) = JQParser.parse(text)
    guard problems.isEmpty else { return [] }
    var names: Set<String> = []
    return collectEnvironment(syntax, &names) ? names : nil
  }

  /// Adds the names behind `env`, `$ENV` and `$env`; false where a program takes it as a whole.
  private static func collectEnvironment(_ syntax: JQSyntax, _ names: inout Set<String>) -> Bool {
    switch syntax.form {
    case .field(let target, let key), .index(let target, let key):
      if isEnvironment(target), case .string(let name) = key.form {
        names.insert(name)
        return true
      }
    default: if isEnvironment(syntax) { return false }
    }
    return syntax.form.children.allSatisfy { collectEnvironment($0, &names) }
  }

  private static func isEnvironment(_ syntax: JQSyntax) -> Bool {
    switch syntax.form {
    case .variable(let name): name == "ENV" || name == "env"
    case .call(let name, let arguments): name == "env" && arguments.isEmpty
    default: false
    }
  }
}

/// Finds where a program reads its input, whatever that is.
///
/// What stands behind a condition, in a `try` or in the body of a function is not looked at.
struct JQInputUse {
  /// Whether only the uses count that take a field, an element or the members of the input itself, which
  /// a string has not.
  let asksForParts: Bool

  /// The first such part.
  func first(in syntax: JQSyntax) -> JQSyntax? {
    switch syntax.form {
    case .identity, .recurse: return asksForParts ? nil : syntax
    case .field(let target, _), .index(let target, _), .iterate(let target):
      if case .identity = target.form { return syntax }
      return first(in: target)
    case .slice(let target, _, _): return first(in: target)
    case .pipe(let head, let rest):
      if case .identity = head.form, asksForParts { return first(in: rest) }
      return first(in: head)
    case .comma(let parts): return first(of: parts)
    case .binary(_, let a, let b): return first(of: [a, b])
    case .and(let a, _), .or(let a, _), .alternative(let a, _), .negation(let a),
      .assignment(_, let a, _), .reduce(let a, _, _, _), .foreach(let a, _, _, _, _):
      return first(in: a)
    case .array(let a): return a.flatMap { first(in: $0) }
    case .object(let members): return first(of: members.map(\.value))
    case .interpolation(_, let parts):
      return first(
        of: parts.compactMap { part in if case .value(let value) = part { value } else { nil } }
      )
    case .condition(let branches, _): return branches.first.flatMap { first(in: $0.0) }
    case .definition(_, let rest), .label(_, let rest): return first(in: rest)
    case .binding(let a, _, let b): return first(of: [a, b])
    case .call("select", let arguments) where arguments.count == 1: return first(of: arguments)
    case .call("del", let arguments) where arguments.count == 1: return first(of: arguments)
    case .null, .truth, .number, .string, .format, .variable, .location, .optional, .attempt, .call,
      .exit, .invalid:
      return nil
    }
  }

  private func first(of parts: [JQSyntax]) -> JQSyntax? {
    for part in parts {
      if let found = first(in: part) { return found }
    }
    return nil
  }
}

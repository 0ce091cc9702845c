/// A part of a program's text, as it was read.
final class JQSyntax {
  let form: Form
  /// UTF-8 byte offsets in the program.
  let range: Range<Int>
  /// How many parts are within each other, itself included.
  let height: Int

  init(_ form: Form, _ range: Range<Int>) {
    self.form = form
    self.range = range
    height = 1 + form.children.reduce(0) { max($0, $1.height) }
  }

  indirect enum Form {
    case identity
    /// `..`
    case recurse
    case null
    case truth(Bool)
    /// A number as it is written, made to be JSON.
    case number(String)
    case string(String)
    /// A string with `\(…)`; what is inserted goes through the format.
    case interpolation(format: String?, [Part])
    case format(String)
    case variable(String)
    /// The line of a `$__loc__`.
    case location(Int)
    case field(JQSyntax, JQSyntax)
    case index(JQSyntax, JQSyntax)
    case slice(JQSyntax, JQSyntax?, JQSyntax?)
    case iterate(JQSyntax)
    case optional(JQSyntax)
    case array(JQSyntax?)
    case object([(key: JQSyntax, value: JQSyntax)])
    case negation(JQSyntax)
    case pipe(JQSyntax, JQSyntax)
    case comma([JQSyntax])
    case binary(JQOperator, JQSyntax, JQSyntax)
    case and(JQSyntax, JQSyntax)
    case or(JQSyntax, JQSyntax)
    case alternative(JQSyntax, JQSyntax)
    case assignment(JQAssignment, JQSyntax, JQSyntax)
    case condition([(JQSyntax, JQSyntax)], JQSyntax?)
    case attempt(JQSyntax, JQSyntax?)
    case reduce(JQSyntax, [JQPattern], JQSyntax, JQSyntax)
    case foreach(JQSyntax, [JQPattern], JQSyntax, JQSyntax, JQSyntax?)
    case definition(JQDefinition, JQSyntax)
    case call(String, [JQSyntax])
    case binding(JQSyntax, [JQPattern], JQSyntax)
    case label(String, JQSyntax)
    case exit(String)
    /// Something that could not be read; the problem is told elsewhere.
    case invalid

    enum Part {
      case text(String)
      case value(JQSyntax)
    }

    var children: [JQSyntax] {
      switch self {
      case .identity, .recurse, .null, .truth, .number, .string, .format, .variable, .location,
        .exit, .invalid:
        return []
      case .interpolation(_, let parts):
        return parts.compactMap { part in if case .value(let value) = part { value } else { nil } }
      case .field(let a, let b), .index(let a, let b), .pipe(let a, let b),
        .binary(_, let a, let b),
        .and(let a, let b), .or(let a, let b), .alternative(let a, let b),
        .assignment(_, let a, let b):
        return [a, b]
      case .slice(let a, let b, let c): return [a] + [b, c].compactMap { $0 }
      case .iterate(let a), .optional(let a), .negation(let a), .label(_, let a): return [a]
      case .array(let a): return a.map { [$0] } ?? []
      case .object(let members): return members.flatMap { [$0.key, $0.value] }
      case .comma(let parts): return parts
      case .condition(let branches, let other):
        return branches.flatMap { [$0.0, $0.1] } + (other.map { [$0] } ?? [])
      case .attempt(let a, let b): return [a] + (b.map { [$0] } ?? [])
      case .reduce(let a, let patterns, let b, let c):
        return [a, b, c] + patterns.flatMap { $0.children }
      case .foreach(let a, let patterns, let b, let c, let d):
        return [a, b, c] + (d.map { [$0] } ?? []) + patterns.flatMap { $0.children }
      case .definition(let definition, let rest): return [definition.body, rest]
      case .call(_, let arguments): return arguments
      case .binding(let a, let patterns, let b): return [a, b] + patterns.flatMap { $0.children }
      }
    }
  }
}

/// The operators between two values.
enum JQOperator {
  case add
  case subtract
  case multiply
  case divide
  case modulo
  case equal
  case unequal
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
}

enum JQAssignment {
  /// `=`
  case plain
  /// `|=`
  case update
  /// `+=` and its kind
  case arithmetic(JQOperator)
  /// `//=`
  case alternative
}

/// What stands behind `as`.
indirect enum JQPattern {
  case variable(String, Range<Int>)
  case array([JQPattern], Range<Int>)
  case object([Member], Range<Int>)

  struct Member {
    /// Where the key is given by `$name` the variable takes the value, too.
    var variable: String?
    var key: JQSyntax
    var value: JQPattern?
  }

  var children: [JQSyntax] {
    switch self {
    case .variable: []
    case .array(let parts, _): parts.flatMap { $0.children }
    case .object(let members, _): members.flatMap { [$0.key] + ($0.value?.children ?? []) }
    }
  }

  /// The names it binds, in their order, each once.
  var names: [String] {
    var names: [String] = []
    collect(&names)
    return names
  }

  private func collect(_ names: inout [String]) {
    switch self {
    case .variable(let name, _):
      if !names.contains(name) { names.append(name) }
    case .array(let parts, _):
      for part in parts { part.collect(&names) }
    case .object(let members, _):
      for member in members {
        if let name = member.variable, !names.contains(name) { names.append(name) }
        member.value?.collect(&names)
      }
    }
  }
}

/// A definition, `def name(parameters): body;`.
final class JQDefinition {
  let name: String
  /// Names, with a `$` for those whose values are bound.
  let parameters: [String]
  let body: JQSyntax
  let range: Range<Int>
  /// Whether its body may call it.
  let isRecursive: Bool

  init(name: String, parameters: [String], body: JQSyntax, range: Range<Int>) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.range = range
    isRecursive = JQDefinition.calls(name, parameters.count, in: body)
  }

  private static func calls(_ name: String, _ count: Int, in syntax: JQSyntax) -> Bool {
    if case .call(name, let arguments) = syntax.form, arguments.count == count { return true }
    return syntax.form.children.contains { calls(name, count, in: $0) }
  }
}

/// What is wrong with a program, and where.
package struct JQProblem: Error, Sendable {
  /// UTF-8 byte offsets in the program's text.
  package var range: Range<Int>
  package var message: String
  /// The way out, where there is one.
  package var help: String?
  /// The name that was most likely meant by one that there is not.
  package var meant: String?
  /// Whether the program runs all the same.
  package var isWarning = false

  package init(range: Range<Int>, message: String, help: String? = nil, isWarning: Bool = false) {
    self.range = range
    self.message = message
    self.help = help
    self.isWarning = isWarning
  }
}

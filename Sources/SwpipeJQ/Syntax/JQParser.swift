/// Reads a program: precedence climbing over the words, with problems collected.
struct JQParser {
  var lexer: JQLexer
  var token: JQToken = .end
  var range = 0..<0
  /// Where the word before ends.
  var lastEnd = 0
  /// The word before; `end` where there is none.
  var before = JQToken.end
  private(set) var problems: [JQProblem] = []
  private var depth = 0

  /// Parts within each other; more is a problem instead of an overflow of the stack.
  static let depthLimit = 200
  static let heightLimit = 1000

  /// Thrown to get out of what can't be read; the problem is in the list by then.
  struct Lost: Error {}

  static func parse(_ text: String) -> (syntax: JQSyntax, problems: [JQProblem]) {
    var parser = JQParser(lexer: JQLexer(text))
    parser.advance()
    var syntax = parser.program()
    var problems = parser.problems + parser.lexer.problems
    if problems.isEmpty, syntax.height > heightLimit {
      problems.append(
        JQProblem(range: syntax.range, message: "the program is nested too deeply")
      )
      syntax = JQSyntax(.invalid, syntax.range)
    }
    return (syntax, problems.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private init(lexer: JQLexer) { self.lexer = lexer }

  mutating func advance() {
    lastEnd = range.upperBound
    before = token
    (token, range) = lexer.next()
  }

  mutating func report(_ range: Range<Int>, _ message: String, _ help: String? = nil) {
    guard problems.count < 10 else { return }
    // One place has one problem.
    if problems.contains(where: { $0.range.lowerBound == range.lowerBound }) { return }
    problems.append(JQProblem(range: range, message: message, help: help))
  }

  private mutating func program() -> JQSyntax {
    if token == .end {
      return JQSyntax(.identity, 0..<0)
    }
    if case .name(let word) = token, word == "import" || word == "include" || word == "module" {
      report(
        range,
        "`\(word)` is not possible: a program in a spec reads no other files",
        "write the definitions at the start of the program: `def name: …;`"
      )
      return JQSyntax(.invalid, range)
    }
    var syntax = query(allowsEnd: true)
    while token != .end {
      unexpected(after: syntax)
      // Goes on behind the next thing that separates, to find more than one problem.
      while token != .end, token != .symbol("|"), token != .symbol(";") { advance() }
      guard token != .end else { break }
      advance()
      guard token != .end else { break }
      let rest = query()
      syntax = JQSyntax(.pipe(syntax, rest), syntax.range.lowerBound..<lastEnd)
    }
    return syntax
  }

  /// Pipes: definitions, bindings and labels reach to the end of it.
  mutating func query(allowsComma: Bool = true, allowsEnd: Bool = false) -> JQSyntax {
    let start = range.lowerBound
    depth += 1
    defer { depth -= 1 }
    guard depth <= JQParser.depthLimit else {
      report(range, "the program is nested too deeply")
      while token != .end { advance() }
      return JQSyntax(.invalid, range)
    }
    if token == .name("def") {
      let definition = definition()
      if allowsEnd, token == .end {
        // Definitions alone: the program is `.` behind them.
        return JQSyntax(
          .definition(definition, JQSyntax(.identity, lastEnd..<lastEnd)),
          start..<lastEnd
        )
      }
      let rest = query(allowsComma: allowsComma, allowsEnd: allowsEnd)
      return JQSyntax(.definition(definition, rest), start..<lastEnd)
    }
    if token == .name("label") {
      advance()
      guard case .variable(let name) = token else { return lost("expected `$name` behind `label`") }
      advance()
      guard expect("|", "behind `label $\(name)`") else { return skipped(start) }
      let body = query(allowsComma: allowsComma)
      return JQSyntax(.label(name, body), start..<lastEnd)
    }
    var parts: [JQSyntax] = []
    while true {
      let part = expression(0)
      if token == .name("as") {
        let bound = binding(part, allowsComma: allowsComma)
        parts.append(bound)
        break
      }
      parts.append(part)
      guard allowsComma, token == .symbol(",") else { break }
      advance()
      if token == .name("def") || token == .name("label") {
        parts.append(query(allowsComma: allowsComma))
        break
      }
    }
    let left =
      parts.count == 1 ? parts[0] : JQSyntax(.comma(parts), start..<lastEnd)
    guard token == .symbol("|") else { return left }
    advance()
    let right = query(allowsComma: allowsComma)
    return JQSyntax(.pipe(left, right), start..<lastEnd)
  }

  private mutating func binding(_ source: JQSyntax, allowsComma: Bool) -> JQSyntax {
    advance()
    guard let patterns = patterns() else { return skipped(source.range.lowerBound) }
    guard expect("|", "behind the pattern of `as`") else { return skipped(source.range.lowerBound) }
    let body = query(allowsComma: allowsComma)
    return JQSyntax(.binding(source, patterns, body), source.range.lowerBound..<lastEnd)
  }

  mutating func definition() -> JQDefinition {
    let start = range.lowerBound
    advance()
    var name = ""
    if case .name(let word) = token {
      name = word
      advance()
    } else {
      report(range, "expected the name of a function behind `def`")
    }
    var parameters: [String] = []
    if token == .symbol("(") {
      repeat {
        advance()
        switch token {
        case .name(let word): parameters.append(word)
        case .variable(let word): parameters.append("$" + word)
        default: report(range, "expected the name of a parameter")
        }
        advance()
      } while token == .symbol(";")
      if token == .symbol(",") {
        report(range, "parameters are separated by `;`")
        while token != .symbol(")"), token != .end { advance() }
      }
      _ = expect(")", "behind the parameters of `\(name)`")
    }
    _ = expect(":", "behind `def \(name)`")
    let body = query()
    if token == .symbol(";") {
      advance()
    } else {
      report(range, "expected `;` at the end of `def \(name)`, found \(token.shown)")
    }
    return JQDefinition(name: name, parameters: parameters, body: body, range: start..<lastEnd)
  }

  /// Passes a symbol that must come here; false with a problem where it does not.
  mutating func expect(_ symbol: String, _ place: String) -> Bool {
    if token == .symbol(symbol) {
      advance()
      return true
    }
    unexpectedToken("expected `\(symbol)` \(place)")
    return false
  }

  mutating func lost(_ message: String, _ help: String? = nil) -> JQSyntax {
    report(range, message + ", found \(token.shown)", help)
    return skipped(range.lowerBound)
  }

  /// Passes what can't be understood up to a symbol where reading may go on.
  mutating func skipped(_ start: Int) -> JQSyntax {
    var nesting = 0
    while token != .end {
      if case .symbol(let symbol) = token {
        if ["(", "[", "{"].contains(symbol) { nesting += 1 }
        if [")", "]", "}"].contains(symbol) {
          if nesting == 0 { break }
          nesting -= 1
        }
        if nesting == 0, ["|", ",", ";"].contains(symbol) { break }
      }
      advance()
    }
    return JQSyntax(.invalid, start..<max(start, lastEnd))
  }
}

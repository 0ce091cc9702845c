extension JQParser {
  /// What stands on its own.
  mutating func term() -> JQSyntax {
    let start = range.lowerBound
    switch token {
    case .number(let text):
      advance()
      return JQSyntax(.number(text), start..<lastEnd)
    case .quote: return string(format: nil)
    case .format(let name):
      advance()
      if token == .quote { return string(format: name) }
      return JQSyntax(.format(name), start..<lastEnd)
    case .field(let name):
      let key = JQSyntax(.string(name), range)
      advance()
      return JQSyntax(.field(JQSyntax(.identity, start..<start), key), start..<lastEnd)
    case .variable(let name):
      advance()
      if name == "__loc__" {
        let line = lexer.text[..<start].count { $0 == 0x0A } + 1
        return JQSyntax(.location(line), start..<lastEnd)
      }
      return JQSyntax(.variable(name), start..<lastEnd)
    case .symbol("."): return dot(start)
    case .symbol(".."):
      advance()
      if case .field = token, range.lowerBound == lastEnd {
        report(
          start..<range.upperBound,
          "`..` and a field need something between them",
          "every `\(token.shown.dropFirst().dropLast())` below is `.. | \(token.shown.dropFirst().dropLast())?`"
        )
      }
      return JQSyntax(.recurse, start..<lastEnd)
    case .symbol("("):
      advance()
      let inner = query()
      if !expect(")", "to close the parenthesis") {
        _ = skipped(start)
        if token == .symbol(")") { advance() }
      }
      return inner
    case .symbol("["):
      advance()
      if token == .symbol("]") {
        advance()
        return JQSyntax(.array(nil), start..<lastEnd)
      }
      let inner = query()
      if !expect("]", "to close the array") {
        _ = skipped(start)
        if token == .symbol("]") { advance() }
      }
      return JQSyntax(.array(inner), start..<lastEnd)
    case .symbol("{"): return object()
    case .name(let word):
      return word == "__loc__" ? lost("expected `$` before `__loc__`") : named(word)
    default: return noTerm()
    }
  }

  private mutating func dot(_ start: Int) -> JQSyntax {
    advance()
    if token == .quote, range.lowerBound == lastEnd {
      let key = string(format: nil)
      return JQSyntax(.field(JQSyntax(.identity, start..<start), key), start..<lastEnd)
    }
    return JQSyntax(.identity, start..<lastEnd)
  }

  private mutating func named(_ word: String) -> JQSyntax {
    let start = range.lowerBound
    switch word {
    case "if": return conditional()
    case "try":
      advance()
      let body = tried()
      guard token == .name("catch") else { return JQSyntax(.attempt(body, nil), start..<lastEnd) }
      advance()
      let handler = tried()
      return JQSyntax(.attempt(body, handler), start..<lastEnd)
    case "reduce", "foreach": return loop(word)
    case "def":
      let definition = definition()
      let rest = query()
      return JQSyntax(.definition(definition, rest), start..<lastEnd)
    case "label": return query()
    case "break":
      advance()
      guard case .variable(let name) = token else {
        return lost("expected the `$name` of a label behind `break`")
      }
      advance()
      return JQSyntax(.exit(name), start..<lastEnd)
    case "then", "elif", "else", "end", "as", "catch", "and", "or", "import", "include":
      return noTerm()
    case "null":
      advance()
      return JQSyntax(.null, start..<lastEnd)
    case "true", "false":
      advance()
      return JQSyntax(.truth(word == "true"), start..<lastEnd)
    default: break
    }
    advance()
    var arguments: [JQSyntax] = []
    if token == .symbol("(") {
      advance()
      if token == .symbol(")") {
        report(range, "a function without arguments has no parentheses", "write `\(word)`")
        advance()
        return JQSyntax(.call(word, []), start..<lastEnd)
      }
      arguments.append(query())
      while token == .symbol(";") {
        advance()
        arguments.append(query())
      }
      if !expect(")", "behind the arguments of `\(word)`") {
        _ = skipped(start)
        if token == .symbol(")") { advance() }
      }
    }
    return JQSyntax(.call(word, arguments), start..<lastEnd)
  }

  /// What `try` and `catch` take: one term, with a sign or not.
  private mutating func tried() -> JQSyntax {
    let start = range.lowerBound
    guard token == .symbol("-") else { return postfix() }
    advance()
    let operand = postfix()
    return JQSyntax(.negation(operand), start..<lastEnd)
  }

  private mutating func conditional() -> JQSyntax {
    let start = range.lowerBound
    var branches: [(JQSyntax, JQSyntax)] = []
    var other: JQSyntax?
    repeat {
      advance()
      let test = query()
      guard token == .name("then") else {
        unexpectedToken("expected `then` behind the condition of `if`")
        return skipped(start)
      }
      advance()
      let branch = query()
      branches.append((test, branch))
    } while token == .name("elif")
    if token == .name("else") {
      advance()
      if token == .name("if") {
        report(
          lastEnd - 4..<range.upperBound,
          "`else if` begins a second `if`, which needs its own `end`",
          "write `elif`"
        )
      }
      other = query()
    }
    guard token == .name("end") else {
      unexpectedToken("expected `end` to close the `if`")
      return skipped(start)
    }
    advance()
    return JQSyntax(.condition(branches, other), start..<lastEnd)
  }

  private mutating func loop(_ word: String) -> JQSyntax {
    let start = range.lowerBound
    advance()
    let source = postfix()
    guard token == .name("as") else {
      unexpectedToken("expected `as` behind what `\(word)` reads")
      return skipped(start)
    }
    advance()
    guard let patterns = patterns(), expect("(", "behind the pattern of `\(word)`") else {
      return skipped(start)
    }
    let initial = query()
    guard expect(";", "between the start and the update of `\(word)`") else {
      return skipped(start)
    }
    let update = query()
    var extract: JQSyntax?
    if word == "foreach", token == .symbol(";") {
      advance()
      extract = query()
    }
    _ = expect(")", "at the end of `\(word)`")
    if word == "reduce" {
      return JQSyntax(.reduce(source, patterns, initial, update), start..<lastEnd)
    }
    return JQSyntax(.foreach(source, patterns, initial, update, extract), start..<lastEnd)
  }

  private mutating func object() -> JQSyntax {
    let start = range.lowerBound
    advance()
    var members: [(key: JQSyntax, value: JQSyntax)] = []
    while token != .symbol("}") {
      guard let member = member() else {
        _ = skipped(start)
        if token == .symbol(",") {
          advance()
          continue
        }
        break
      }
      members.append(member)
      guard token == .symbol(",") else { break }
      advance()
    }
    if token == .symbol("}") {
      advance()
    } else {
      unexpectedToken("expected `,` or `}` in the object")
      _ = skipped(start)
      if token == .symbol("}") { advance() }
    }
    return JQSyntax(.object(members), start..<lastEnd)
  }

  /// One member of an object; nil with a problem.
  private mutating func member() -> (key: JQSyntax, value: JQSyntax)? {
    let start = range
    let key: JQSyntax
    var short: JQSyntax?
    switch token {
    case .name(let word):
      key = JQSyntax(.string(word), start)
      short = JQSyntax(.field(JQSyntax(.identity, start.lowerBound..<start.lowerBound), key), start)
      advance()
    case .number(let text):
      report(range, "a key is a string", "write `\"\(text)\"`")
      return nil
    case .variable(let name):
      advance()
      if name == "__loc__" {
        let line = lexer.text[..<start.lowerBound].count { $0 == 0x0A } + 1
        return (JQSyntax(.string(name), start), JQSyntax(.location(line), start))
      }
      let value = JQSyntax(.variable(name), start)
      guard token == .symbol(":") else {
        return (JQSyntax(.string(name), start), value)
      }
      // `{$name: …}` takes the variable's value as key.
      key = value
    case .quote:
      key = string(format: nil)
      short = JQSyntax(.field(JQSyntax(.identity, start.lowerBound..<start.lowerBound), key), start)
    case .format(let name):
      advance()
      if token == .quote {
        key = string(format: name)
      } else {
        key = JQSyntax(.format(name), start)
      }
      short = JQSyntax(.field(JQSyntax(.identity, start.lowerBound..<start.lowerBound), key), start)
    case .symbol("("):
      advance()
      key = query()
      guard expect(")", "behind the key") else { return nil }
    case .field(let name):
      report(range, "a key has no dot", "write `\(name)`, which is short for `\(name): .\(name)`")
      return nil
    default:
      unexpectedToken("expected a key")
      return nil
    }
    guard token == .symbol(":") else {
      if let short { return (key, short) }
      unexpectedToken("expected `:` behind the key")
      return nil
    }
    advance()
    return (key, query(allowsComma: false))
  }
}
